"""Sets the genre of your music by what it sounds like, with MicroGenre.

docs/how-to/beets.md says how to use it.
"""

import collections
import json
import os
import shlex
import subprocess

from beets import ui
from beets.plugins import BeetsPlugin
from beets.util import displayable_path

# A command line has a limit, and a line of progress after each batch is a sign of life.
BATCH = 200


class MicroGenreError(Exception):
    """MicroGenre cannot be asked, or gives no answer. The message is for people."""


class MicroGenrePlugin(BeetsPlugin):
    def __init__(self):
        super().__init__()
        self.config.add({
            "auto": True,
            "command": "microgenre",
            "server": "",
            "model": "",
            "models": "",
            "min_probability": "",
            "coverage": "",
            "taxonomy": "",
            "count": 1,
            "separator": "; ",
            "overwrite": False,
        })
        if self.config["auto"].get(bool):
            self.import_stages = [self.imported]

    def commands(self):
        command = ui.Subcommand("microgenre", help="set genres by what tracks sound like")
        command.parser.add_option(
            "-p", "--pretend", action="store_true", help="show what would be set, and change nothing")
        command.parser.add_option(
            "-f", "--force", action="store_true", help="replace genres that are there")
        command.func = self.command
        return [command]

    def command(self, lib, options, arguments):
        overwrite = options.force or self.config["overwrite"].get(bool)
        items = [item for item in lib.items(ui.decargs(arguments)) if overwrite or not item.genre]
        for start in range(0, len(items), BATCH):
            genres = self.named(items[start:start + BATCH])
            for item, genre in genres:
                ui.print_("{}: {}{}".format(
                    displayable_path(item.path), genre, " (was {})".format(item.genre) if item.genre else ""))
            if not options.pretend:
                self.set(genres, overwrite)

    def imported(self, session, task):
        """Sets the genres of an album, or of a single track, that was just imported."""
        overwrite = self.config["overwrite"].get(bool)
        self.set(self.named([item for item in task.imported_items() if overwrite or not item.genre]), overwrite)

    @staticmethod
    def set(genres, overwrite):
        """Sets the genres of items, and the most frequent one of an album's items as the album's."""
        albums = {}
        for item, genre in genres:
            albums.setdefault(item.album_id, []).append((item, genre))
        for tracks in albums.values():
            album = tracks[0][0].get_album()
            if album and (overwrite or not album.genre):
                own = {item.id: item.genre for item in album.items()}
                album.genre = collections.Counter(genre for _, genre in tracks).most_common(1)[0][0]
                album.store()
                # That gave it to all tracks of the album.
                for item in album.items():
                    item.genre = own[item.id]
                    item.store()
        for item, genre in genres:
            item.genre = genre
            item.store()
            if ui.should_write():
                item.try_write()

    def named(self, items):
        """Returns the items that have a genre to be set, with the genre. Never raises: an import goes on."""
        if not items:
            return []
        try:
            answers = self.ask([item.path for item in items])
        except MicroGenreError as error:
            self._log.error("{}", error)
            return []
        separator = self.config["separator"].as_str()
        found = []
        for item in items:
            answer = answers.get(display(item.path))
            if answer is None:
                self._log.warning("{}: no genre, MicroGenre did not answer", displayable_path(item.path))
            elif "error" in answer:
                self._log.warning("{}: no genre, {}", displayable_path(item.path), answer["error"])
            elif answer["action"] in ("tag", "sidecar"):
                genres = [answer["genre"]] + [also["genre"] for also in answer.get("also") or []]
                found.append((item, separator.join(genres)))
            else:
                self._log.info("{}: no genre, {}", displayable_path(item.path), reason(answer))
        return found

    def ask(self, paths):
        """Has the command listen to files, and returns its answers by the files' names."""
        command = shlex.split(self.config["command"].as_str())
        if not command:
            raise MicroGenreError("set 'command' to where MicroGenre's launcher is")
        command[0] = os.path.expanduser(command[0])
        try:
            run = subprocess.run(
                command + ["tag", "--json", "--force"] + self.options() + ["--"] + list(paths),
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        except OSError as error:
            raise MicroGenreError("'{}' cannot be run: {}".format(command[0], error.strerror)) from error
        lines = run.stdout.decode("utf-8", "replace").splitlines()
        answers = {}
        for line in lines:
            try:
                answer = json.loads(line)
            except ValueError as error:
                raise MicroGenreError("'{}' does not answer as MicroGenre does: {}".format(command[0], line)) from error
            if "file" in answer:
                answers[answer["file"]] = answer
        problems = run.stderr.decode("utf-8", "replace").strip().splitlines()
        if not answers:
            raise MicroGenreError(problems[-1] if problems else "'{}' gave no answer".format(command[0]))
        return answers

    def options(self):
        options = ["--genres", str(self.config["count"].get(int))]
        for key, option in [("server", "--server"), ("model", "--model"), ("models", "--models"), ("taxonomy", "--taxonomy"),
                            ("min_probability", "--min-confidence"), ("coverage", "--coverage")]:
            value = self.config[key].get()
            if value not in (None, ""):
                is_path = key in ("models", "taxonomy")
                options += [option, self.config[key].as_filename() if is_path else str(value)]
        return options


def display(path):
    """A path as MicroGenre shows it: bytes that are not UTF-8 as \\xE9."""
    text = path.decode("utf-8", "surrogateescape")
    return "".join("\\x{:02X}".format(ord(letter) - 0xDC00) if 0xDC80 <= ord(letter) <= 0xDCFF else letter for letter in text)


def reason(answer):
    if answer["action"] == "unsure":
        return "{} is only {:.0%} probable".format(answer["genre"], answer["probability"])
    if answer["action"] == "unmapped":
        return "the taxonomy has no word for {}".format(answer["genre"])
    return answer.get("reason") or answer.get("verdict") or answer["action"]
