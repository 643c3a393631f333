"""The log: kept where it belongs, in UTC, and without what is private."""

import logging
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from occ_desktop.runtime.logging_setup import LOG_NAME, start_logging, stop_logging
from occ_desktop.store.cipher import open_engine


def test_the_log_file_holds_no_number_even_in_a_traceback(tmp_path: Path) -> None:
    handler = start_logging(tmp_path)
    try:
        try:
            int("no answer from 01012345678")
        except ValueError:
            logging.getLogger("occ_desktop.test").exception("call failed for %s", "010-9999-8888")
    finally:
        stop_logging(handler)
    text = (tmp_path / LOG_NAME).read_text(encoding="utf-8")
    assert "call failed for 010-****-8888" in text
    assert "01012345678" not in text
    assert text.split(" ", 1)[0].endswith("Z")


def test_the_log_is_released_for_others(tmp_path: Path) -> None:
    handler = start_logging(tmp_path)
    stop_logging(handler)
    assert handler not in logging.getLogger().handlers


def test_an_insert_that_fails_says_which_statement_and_no_value(tmp_path: Path) -> None:
    handler = start_logging(tmp_path)
    engine = open_engine(tmp_path / "a.cache", bytes(32))
    try:
        with engine.begin() as conn:
            conn.exec_driver_sql("create table callbacks (id text primary key, name text, phone text)")
            rows = [{"id": "1", "name": "홍길동", "phone": "01012345678", "message": "급해요"}] * 2
            try:
                conn.execute(text("insert into callbacks values (:id, :name, :phone)"), rows)
            except IntegrityError:
                logging.getLogger("occ_desktop.test").exception("a round failed")
    finally:
        engine.dispose()
        stop_logging(handler)
    written = (tmp_path / LOG_NAME).read_text(encoding="utf-8")
    assert "insert into callbacks" in written
    assert not [value for value in ("홍길동", "5678", "급해요") if value in written]
