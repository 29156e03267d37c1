"""(b) SpiffWorkflow: the journey as BPMN (journey.bpmn), its JSON loaded and saved around every step.

A step reads the JSON of the journey, makes the workflow of it, gives the task that is ready the line as its data, runs
it, and writes the JSON again, which holds the process, the state and everything that has happened. Nothing is due.
"""

import sqlite3
from functools import partial
from pathlib import Path

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.task import Task

from benchmarks.contenders.files import opened
from benchmarks.journey import Values, journey, timed

TABLE = "CREATE TABLE journey (reference TEXT PRIMARY KEY, body TEXT NOT NULL)"
READ = "SELECT body FROM journey WHERE reference = ?"
KEEP = "INSERT INTO journey VALUES (?, ?) ON CONFLICT (reference) DO UPDATE SET body = excluded.body"


class Journeys:
    """The process, read once, and the stored journeys that follow it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        parser = BpmnParser()
        parser.add_bpmn_file(str(Path(__file__).with_name("journey.bpmn")))
        self._process = parser.get_spec("journey")
        self._serializer = BpmnWorkflowSerializer()
        self._connection = connection

    def take(self, values: Values) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        workflow = self._loaded(values["journey"])
        task = _ready(workflow, values["event"])
        task.set_data(**values)
        task.run()
        workflow.do_engine_steps()
        self._connection.execute(KEEP, (values["journey"], self._serializer.serialize_json(workflow)))
        self._connection.execute("COMMIT")

    def _loaded(self, reference: str) -> BpmnWorkflow:
        if row := self._connection.execute(READ, (reference,)).fetchone():
            return self._serializer.deserialize_json(row[0])
        workflow = BpmnWorkflow(self._process)
        workflow.do_engine_steps()
        return workflow


def _ready(workflow: BpmnWorkflow, event: str) -> Task:
    """The task that waits for such an event; the checkpoints of the process are numbered."""
    tasks: list[Task] = workflow.get_tasks(state=TaskState.READY, manual=True)
    return next(task for task in tasks if task.task_spec.name.startswith(event))


def run(folder: Path, journeys: int) -> list[float]:
    connection = opened(folder / "spiff.db")
    connection.execute(TABLE)
    spiff = Journeys(connection)
    try:
        return list(timed(partial(spiff.take, values) for number in range(journeys) for values in journey(number)))
    finally:
        connection.close()
