"""Plug-ins as members might write them: one good, one that crashes the process, one that hangs, one that tries the network."""

import os
import socket
import time

from interchange.workbench.signals.trials.interface import Sample


class _Step:
    version, media, parameters = "1", "text", {}
    label = "A plug-in"

    def apply(self, sample, seed, **given):
        return self.act(sample)


class Reverse(_Step):
    id = "reverse"

    def act(self, sample):
        return Sample(sample.content[::-1], sample.media_type)


class Crash(_Step):
    id = "crash"

    def act(self, sample):
        os.abort()


class Hang(_Step):
    id = "hang"

    def act(self, sample):
        time.sleep(60)


class Network(_Step):
    id = "network"

    def act(self, sample):
        socket.create_connection(("127.0.0.1", 9), timeout=1)


class Raises(_Step):
    id = "raises"

    def act(self, sample):
        raise RuntimeError("a plug-in's own fault")


reverse, crash, hang, network, raises = Reverse(), Crash(), Hang(), Network(), Raises()
