"""$default: answers messages that match no other endpoint."""

from functions.shared.reply import reply_error


def handler(event, context):
    return reply_error('Send {"request": {"type": "results", "poll": "…"}}, or see README.md for other requests.')
