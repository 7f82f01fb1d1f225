"""{"request": {"type": "results", "poll": "lunch"}} gets the votes of a poll, from either API."""

import json

from functions.shared.names import is_name
from functions.shared.reply import reply, reply_error
from functions.shared.votes import count_votes


def handler(event, context):
    poll = json.loads(event["body"])["request"].get("poll")
    if not is_name(poll):
        return reply_error('"poll" must be a string of 1 to 32 characters.')
    return reply({"type": "results", "poll": poll, "votes": count_votes(poll)})
