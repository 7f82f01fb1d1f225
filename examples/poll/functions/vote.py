"""{"request": {"type": "vote", "poll": "lunch", "choice": "pizza"}} counts a vote and updates the dashboards."""

import json

from functions.shared.names import is_name
from functions.shared.reply import reply, reply_error
from functions.shared.screens import show_results
from functions.shared.votes import add_vote, count_votes


def handler(event, context):
    request = json.loads(event["body"])["request"]
    poll, choice = request.get("poll"), request.get("choice")
    if not is_name(poll) or not is_name(choice):
        return reply_error('"poll" and "choice" must be strings of 1 to 32 characters.')

    add_vote(poll, event["requestContext"]["connectionId"], choice)
    show_results(poll, count_votes(poll))
    return reply({"type": "counted", "poll": poll, "choice": choice})
