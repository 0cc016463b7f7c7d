"""Asks MicroGenre for the genres of a track: python3 client.py FILE [MODEL]"""

import pathlib
import sys

import grpc
from microgenre.v1 import inference_pb2, inference_pb2_grpc

CHUNK = 256 * 1024


def upload(path, model):
    """The header first, then the file in chunks of at most 256 KiB."""
    yield inference_pb2.ClassifyUploadRequest(header={"upload": {"name": path.name}, "options": {"model": model}})
    with path.open("rb") as file:
        while data := file.read(CHUNK):
            yield inference_pb2.ClassifyUploadRequest(data=data)


def main(path, model=""):
    with grpc.insecure_channel("localhost:7103") as channel:
        classifier = inference_pb2_grpc.ClassifierStub(channel)
        reply = classifier.ClassifyUpload(upload(pathlib.Path(path), model), timeout=60)
    print(f"{reply.model}/{reply.version}")
    for genre in reply.prediction.genres:
        print(f"{genre.label:12}{genre.probability:.1%}")


main(*sys.argv[1:])
