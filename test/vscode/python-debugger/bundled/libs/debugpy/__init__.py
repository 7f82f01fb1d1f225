# Instead of a debugger: waits until something connects, as debugpy does.
import socket


def listen(address):
    global server
    server = socket.create_server(address)
    return server.getsockname()


def wait_for_client():
    global connection
    connection, _ = server.accept()
