"""$disconnect: the connection has already ended."""

from functions.shared.screens import remove_screen


def handler(event, context):
    request = event["requestContext"]
    remove_screen(request["authorizer"]["poll"], request["connectionId"])
    return {"statusCode": 200}
