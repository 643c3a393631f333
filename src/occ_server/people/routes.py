"""What people contribute to the feed. Lists of them are served where all their figures are known."""

from occ_contract.sync import Entity
from occ_server.kit.sources import FeedSource
from occ_server.kit.topic import Topic
from occ_server.people.bodies import load_agent_keys, load_agents, load_services
from occ_server.people.tables import people, services

SERVICE_SOURCE = FeedSource(Entity.SERVICE, services, load_services)
AGENT_SOURCE = FeedSource(Entity.AGENT, people, load_agents, load_agent_keys)

TOPIC = Topic("people", sources=(SERVICE_SOURCE, AGENT_SOURCE))
