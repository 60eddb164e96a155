"""No test reaches the network."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError


def test_connections_to_other_machines_are_blocked():
    with (
        socket.socket() as connection,
        pytest.warns(UserWarning, match="192.0.2.1"),
        pytest.raises(SocketConnectBlockedError),
    ):
        connection.connect(("192.0.2.1", 80))
