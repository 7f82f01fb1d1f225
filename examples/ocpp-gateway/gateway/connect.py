"""$connect: a 2xx status accepts the connection."""

PROTOCOL = "ocpp1.6"


def handler(event, context):
    headers = {name.lower(): value for name, value in event["headers"].items()}
    offered = [name.strip() for name in headers.get("sec-websocket-protocol", "").split(",")]
    if PROTOCOL not in offered:
        return {"statusCode": 400}
    # A client closes the connection again if the server does not choose one of the protocols that it offers.
    return {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": PROTOCOL}}
