"""The one list of topics, and what is built from it: the database with its stamping."""

from collections.abc import Iterator

from occ_contract.sync import Entity
from occ_server.audit.routes import TOPIC as AUDIT
from occ_server.auth.routes import TOPIC as AUTH
from occ_server.callbacks.reported import CALLS as CALLS_OF_CALLBACKS
from occ_server.callbacks.routes import TOPIC as CALLBACKS
from occ_server.feed.routes import TOPIC as FEED
from occ_server.feed.stamping import FeedStamper
from occ_server.kit import tables as _kit_tables  # noqa: F401
from occ_server.kit.authentication import Authentication, scopes_of
from occ_server.kit.clock import Clock, SystemClock
from occ_server.kit.db import Database
from occ_server.kit.jobs.runner import Runner
from occ_server.kit.sources import FeedSource
from occ_server.kit.topic import AgentFigures, OwnFacts, Topic
from occ_server.live.routes import TOPIC as LIVE
from occ_server.maintenance import recurring as tidying
from occ_server.notices.routes import TOPIC as NOTICES
from occ_server.people.routes import TOPIC as PEOPLE
from occ_server.settings import Settings
from occ_server.sms.carriers.routes import TOPIC as SMS_CARRIERS
from occ_server.sms.catalogue.routes import TOPIC as SMS_CATALOGUE
from occ_server.sms.sending.routes import TOPIC as SMS_SENDING
from occ_server.stats.routes import TOPIC as STATS
from occ_server.telephony.listeners import CallListeners
from occ_server.telephony.routes import TOPIC as TELEPHONY
from occ_server.tickets.routes import TOPIC as TICKETS

TOPICS: tuple[Topic, ...] = (
    *(AUDIT, PEOPLE, AUTH, FEED, LIVE, NOTICES, TICKETS, TELEPHONY, CALLBACKS, STATS),
    *(SMS_CATALOGUE, SMS_CARRIERS, SMS_SENDING),
)


def feed_sources() -> Iterator[FeedSource]:
    """Yield every kind of row the feed carries."""
    for topic in TOPICS:
        yield from topic.sources


def own_facts() -> tuple[OwnFacts, ...]:
    """Return what topics tell everybody of the installation."""
    return tuple(facts for topic in TOPICS for facts in topic.own_facts)


def agent_figures() -> tuple[AgentFigures, ...]:
    """Return what topics know of agents beyond their standing."""
    return tuple(figures for topic in TOPICS for figures in topic.agent_figures)


def call_listeners() -> CallListeners:
    """Return who hears of calls, by the kind of thing they are for."""
    return {Entity.CALLBACK: CALLS_OF_CALLBACKS}


def authentications() -> dict[str, Authentication]:
    """Return every kind of caller by name.

    :raises ValueError: two topics declare the same name.
    """
    found: dict[str, Authentication] = {}
    for topic in TOPICS:
        if twice := found.keys() & topic.authentications.keys():
            raise ValueError(f"topic {topic.name}: {sorted(twice)} is declared already")
        found |= topic.authentications
    return found


def scopes() -> frozenset[str]:
    """Return every scope some handler asks of an integration's key."""
    return frozenset().union(*(scopes_of(topic.handlers) for topic in TOPICS))


def job_runner(database: Database, settings: Settings) -> Runner:
    """Return what does every topic's jobs, and the tidying of what belongs to none."""
    kinds = [kind for topic in TOPICS for kind in topic.jobs]
    recurring = [work for topic in TOPICS for work in topic.recurring]
    return Runner(database, kinds, [*recurring, *tidying(settings, list(feed_sources()))])


def open_database(url: str, clock: Clock | None = None, *, pool_size: int = 10) -> Database:
    """Return the database, stamped by the feed."""
    return Database(url, clock or SystemClock(), FeedStamper(feed_sources()), pool_size=pool_size)
