"""Runs the execution tests of graphql-core's own repository against the breadth-first executor.

    python -m tests.execution.upstream PATH_OF_A_CHECKOUT

Nothing of that repository is copied here. Needs pytest-asyncio, pytest-describe and pytest-timeout. Exits with 1
where a test fails that is not listed below, or where a listed one passes: the list says what does not apply, and why.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support import ROOT

INCREMENTAL = "incremental delivery (@defer, @stream) is not part of this executor, nor of the schemas that use it"
WAITS = "an error among awaited siblings: this executor finishes the level before it answers, and cancels nothing"
WHICH = "errors below a place that is null already: this executor answers the first in depth-first order, whatever the timing"
READS = "an async list is read to its end before its items are completed"
CHECKOUT = "tests collect_fields, not the executor"

DOES_NOT_APPLY = {
    "test_cancellation.py": {
        "raises_the_aborted_execution_error_while_incremental_result_is_pending": INCREMENTAL,
        "does_not_wrap_aborts_after_the_initial_result": INCREMENTAL,
        "stops_late_sibling_object_completion_after_non_null_bubbling": WAITS,
    },
    "test_collect_fields.py": {"not_collect_deferred_spread_after_deferred_collected": CHECKOUT},
    "test_executor.py": {
        "handles_sync_errors_combined_with_async_ones": WAITS,
        "handles_sync_errors_combined_with_async_ones_in_async_context": WAITS,
    },
    "test_hooks.py": {
        "fires_async_work_finished_after_all_incremental_payloads_are_delivered": INCREMENTAL
    },
    "test_lists.py": {
        "handles_sync_errors_with_later_pending_awaitables": WAITS,
        "handles_mixture_of_sync_and_async_errors_in_async_iterables": WHICH,
        "calls_aclose_when_non_null_list_item_errors": READS,
    },
    "test_mutations.py": {
        "mutation_fields_with_defer_do_not_block_next_mutation": INCREMENTAL,
        "mutation_with_defer_is_not_executed_serially": INCREMENTAL,
    },
    "test_nonnull.py": {
        "throws": WHICH,
        "nullable_and_non_nullable_root_fields_throw_nested_errors": WHICH,
        "slower_nullable_after_non_nullable_root_field": WHICH,
        "nullable_and_non_nullable_nested_fields_throw_nested_errors": WHICH,
        "slower_nullable_after_non_nullable_nested_field": WHICH,
    },
    "test_parallel.py": {
        "cancel_selection_sets": WAITS,
        "cancel_lists": WAITS,
        "cancel_async_iterators": WAITS,
    },
    "test_sync.py": {
        "throws_if_encountering_async_iterable_execution_with_check_sync": INCREMENTAL,
        "throws_if_encountering_async_iterable_execution_without_check_sync": INCREMENTAL,
    },
}

PLUGIN = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
import graphql
from execution import BreadthFirstExecutor

sys.modules["graphql.execution.execute"].IncrementalExecutor = BreadthFirstExecutor
served = BreadthFirstExecutor._execute
count = [0]


def counting(self, serially):
    count[0] += 1
    return served(self, serially)


BreadthFirstExecutor._execute = counting


def pytest_terminal_summary(terminalreporter):
    terminalreporter.write_line(f"operations executed breadth-first: {{count[0]}}")
"""


def failures(checkout: Path) -> tuple[set[tuple[str, str]], str]:
    """The failed tests as (file, name), and pytest's closing lines."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "breadth_first_plugin.py").write_text(PLUGIN, encoding="utf-8")
        options = [
            "-q",
            "-p",
            "breadth_first_plugin",
            "--timeout",
            "10",
            "-o",
            "asyncio_mode=auto",
            "-W",
            "ignore",
            "--rootdir",
            str(checkout),
        ]
        tests = ["tests/execution", "--ignore", "tests/execution/incremental"]
        command = [sys.executable, "-m", "pytest", "-c", "/dev/null", *options, *tests]
        run = subprocess.run(
            command,
            cwd=checkout,
            env={"PYTHONPATH": folder, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
    lines = run.stdout.splitlines()
    failed = [
        line.removeprefix("FAILED ").split(" ")[0].split("::")
        for line in lines
        if line.startswith("FAILED ")
    ]
    return {(Path(file).name, names[-1]) for file, *names in failed}, "\n".join(lines[-3:])


def main() -> None:
    """Compare the failures with the list."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    failed, closing = failures(Path(sys.argv[1]).resolve())
    listed = {(file, name) for file, names in DOES_NOT_APPLY.items() for name in names}
    print(closing)
    for file, name in sorted(listed & failed):
        print(f"does not apply: {file}::{name} ({DOES_NOT_APPLY[file][name]})")
    wrong = [f"fails: {file}::{name}" for file, name in sorted(failed - listed)]
    wrong += [
        f"passes, take it off the list: {file}::{name}" for file, name in sorted(listed - failed)
    ]
    if "passed" not in closing or "breadth-first: 0" in closing:
        wrong.append("nothing was run")
    sys.exit("\n".join(wrong) if wrong else 0)


if __name__ == "__main__":
    main()
