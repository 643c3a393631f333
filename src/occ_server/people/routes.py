"""What people contribute to the feed. Lists of them are served where all their figures are known."""

from occ_contract.sync import Entity
from occ_server.kit.sources import FeedSource
from occ_server.kit.topic import Topic
from occ_server.people.bodies import load_services
from occ_server.people.tables import services

SERVICE_SOURCE = FeedSource(Entity.SERVICE, services, load_services)

TOPIC = Topic("people", sources=(SERVICE_SOURCE,))
