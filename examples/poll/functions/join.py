"""$connect: a 2xx status accepts the connection. Nothing can be sent to the client before this function returns."""

from functions.shared.screens import add_screen


def handler(event, context):
    request = event["requestContext"]
    add_screen(request["authorizer"]["poll"], request["connectionId"])
    return {"statusCode": 200}
