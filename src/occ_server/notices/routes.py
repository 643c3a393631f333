"""What notices contribute to the feed; they have no endpoint of their own."""

from datetime import timedelta

from occ_contract.sync import Entity
from occ_server.kit.sources import FeedSource
from occ_server.kit.topic import Topic
from occ_server.notices.service import load_bodies
from occ_server.notices.tables import notices

YOUNG = timedelta(days=3)  # older ones are no news to a desk that is set up today

TOPIC = Topic("notices", sources=(FeedSource(Entity.NOTICE, notices, load_bodies, first_fill=YOUNG),))
