"""The response of a 2-way function: API Gateway sends its body to the client."""

import json


def reply(message, status_code=200):
    return {"statusCode": status_code, "body": json.dumps(message, ensure_ascii=False)}


def reply_error(message):
    return reply({"type": "error", "message": message}, 400)
