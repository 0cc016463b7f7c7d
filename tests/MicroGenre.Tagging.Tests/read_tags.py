"""Prints as JSON what mutagen reads of audio files: {file: {"tags": {name: value}, "genres": [...]}}."""
import io
import json
import struct
import sys

import mutagen
from mutagen._vorbis import VComment
from mutagen.apev2 import APEv2, APENoHeaderError
from mutagen.id3 import ID3
from mutagen.mp4 import MP4


class Reading:
    def __init__(self):
        self.tags = {}
        self.genres = []

    def add(self, name, value):
        """Adds a tag; a second one of the same name gets a number."""
        number = 0
        while f"{name}/{number}" in self.tags:
            number += 1
        self.tags[f"{name}/{number}"] = value

    def id3(self, data):
        for name, frame in ID3(io.BytesIO(data), load_v1=False).items():
            if name == "TCON":
                self.genres += frame.text
            else:
                self.add(name, repr(frame.HashKey) + str(getattr(frame, "text", None) or getattr(frame, "data", None) or frame))

    def leading_id3(self, data):
        while data[:3] == b"ID3":
            length = 10 + (data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9])
            self.id3(data[:length])
            data = data[length:]
        return data

    def comment(self, comment):
        fields = {}
        for name, value in comment:
            if name.lower() == "genre":
                self.genres.append(value)
            else:
                fields.setdefault(name.lower(), []).append(value)
        for name, values in fields.items():
            self.add(name, values)

    def trailing(self, path, data):
        if data[-128:-125] == b"TAG":
            self.add("ID3v1", data[-128:-1].hex())
        try:
            for name, value in APEv2(path).items():
                if name.lower() == "genre":
                    self.genres += list(value)
                else:
                    self.add("APE " + name, repr(value))
        except APENoHeaderError:
            pass

    def chunks(self, data, order, audio):
        at = 12
        while at + 8 <= len(data):
            name, length = data[at:at + 4], struct.unpack(order + "I", data[at + 4:at + 8])[0]
            content = data[at + 8:at + 8 + length]
            if name in (b"id3 ", b"ID3 "):
                self.id3(content)
            elif content[:4] == b"INFO":
                self.info(content[4:])
            elif name != audio:
                self.add(name.decode(), content.hex())
            at += 8 + length + (length & 1)

    def info(self, data):
        while len(data) >= 8:
            name, length = data[:4], struct.unpack("<I", data[4:8])[0]
            text = data[8:8 + length].rstrip(b"\0").decode()
            if name == b"IGNR":
                self.genres.append(text)
            else:
                self.add(name.decode(), text)
            data = data[8 + length + (length & 1):]

    def flac(self, data):
        at, last = 4, False
        while not last:
            last, kind, length = data[at] & 0x80, data[at] & 0x7F, int.from_bytes(data[at + 1:at + 4], "big")
            content = data[at + 4:at + 4 + length]
            if kind == 4:
                self.comment(VComment(io.BytesIO(content), framing=False))
            else:
                self.add(f"block {kind}", content.hex())
            at += 4 + length

    def mp4(self, tags):
        for name, value in (tags or {}).items():
            if name == "\xa9gen":
                self.genres += value
            else:
                self.add(name, repr(value))


def read(path):
    reading = Reading()
    with open(path, "rb") as file:
        data = file.read()
    audio = reading.leading_id3(data)
    if data[:4] == b"RIFF":
        reading.chunks(data, "<", b"data")
    elif data[:4] == b"FORM":
        reading.chunks(data, ">", b"SSND")
    elif audio[:4] == b"fLaC":
        reading.flac(audio)
        reading.trailing(path, data)
    elif data[4:8] == b"ftyp":
        reading.mp4(MP4(path).tags)
    elif data[:4] == b"OggS":
        reading.comment(mutagen.File(path).tags)
    else:
        reading.trailing(path, data)
    return {"tags": reading.tags, "genres": [str(genre) for genre in reading.genres]}


print(json.dumps({path: read(path) for path in sys.argv[1:]}))
