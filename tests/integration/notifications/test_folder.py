"""Mail as files."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from notifications.channels.folder import FolderChannel
from notifications.errors import ChannelDownError


def mail(message_id: str = "<0123@farled.invalid>") -> EmailMessage:
    sent = EmailMessage()
    sent["To"] = "kim@post.example"
    sent["Message-ID"] = message_id
    sent.set_content("Välkommen.\n")
    return sent


def test_a_mail_is_a_file_that_nobody_else_can_read(tmp_path: Path) -> None:
    FolderChannel(tmp_path / "out" / "box").send(mail())
    (file,) = (tmp_path / "out" / "box").iterdir()
    assert file.suffix == ".eml"
    assert file.read_bytes() == mail().as_bytes()
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


def test_the_name_of_the_file_says_nothing(tmp_path: Path) -> None:
    FolderChannel(tmp_path).send(mail("<kim@post.example>"))
    (file,) = tmp_path.iterdir()
    assert set(file.stem) <= set("0123456789abcdef")


def test_each_message_is_a_file_of_its_own(tmp_path: Path) -> None:
    channel = FolderChannel(tmp_path)
    channel.send(mail("<1@farled.invalid>"))
    channel.send(mail("<2@farled.invalid>"))
    assert len(list(tmp_path.iterdir())) == 2


def test_a_second_copy_takes_the_place_of_the_first(tmp_path: Path) -> None:
    channel = FolderChannel(tmp_path)
    channel.send(mail())
    channel.send(mail())
    assert len(list(tmp_path.iterdir())) == 1


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    channel = FolderChannel(tmp_path)
    channel.send(mail())
    (file,) = tmp_path.iterdir()
    file.unlink()
    (file / "in the way").mkdir(parents=True)
    with pytest.raises(ChannelDownError, match="går inte att skriva"):
        channel.send(mail())
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ChannelDownError, match="går inte att skriva"):
        FolderChannel(tmp_path / "file").send(mail())
