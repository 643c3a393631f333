"""The catalogue as a topic: its handlers, its rows in the feed, the tidying of images nobody took."""

from datetime import timedelta

from occ_contract.sync import Entity
from occ_server.kit.jobs.kinds import Recurring
from occ_server.kit.sources import FeedSource
from occ_server.kit.topic import Topic
from occ_server.sms.catalogue import category_routes, image_routes, template_routes
from occ_server.sms.catalogue.images import tidy_images
from occ_server.sms.catalogue.rows import load_categories, load_templates
from occ_server.sms.catalogue.senders import load_senders
from occ_server.sms.tables import categories, sender_numbers, templates

TOPIC = Topic(
    "sms catalogue",
    handlers=(*category_routes.HANDLERS, *template_routes.HANDLERS, *image_routes.HANDLERS),
    sources=(
        FeedSource(Entity.SMS_CATEGORY, categories, load_categories),
        FeedSource(Entity.SMS_TEMPLATE, templates, load_templates),
        FeedSource(Entity.SMS_SENDER, sender_numbers, load_senders),
    ),
    recurring=(Recurring("sms.images.tidy", timedelta(hours=1), tidy_images),),
)
