"""What came of each test: a line when it ends, and JUnit's XML of all."""

import re
import xml.etree.ElementTree as xml

# A log that is longer has what matters at its end.
KEPT_LOG = 64 * 1024
OUTCOMES = {"success": "ok", "xfail": "ok", "skip": "skipped"}
# A worker first says which tests it has; one that is under way when the stream ends has no result.
NO_RESULT = ("exists", "inprogress", "unknown")
CLASS_SET_UP = re.compile(r"setUpClass \((?P<name>[\w.]+)\)")
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Test:
    """One test's result."""

    def __init__(self, test_id, outcome, seconds, details):
        self.name, _, tags = test_id.partition("[")
        self.tags = tags.rstrip("]").split(",") if tags else []
        self.outcome = outcome
        self.seconds = seconds
        self.reason = details.pop("reason", "")
        self.text = details.pop("traceback", "") or details.pop("traceback-1", "")
        self.log = "\n".join(f"{name}:\n{text}" for name, text in sorted(details.items()) if text.strip())[-KEPT_LOG:]

    @property
    def message(self):
        """One line that says most: a traceback's last paragraph begins with the exception."""
        if self.reason:
            return self.reason.strip().splitlines()[0]
        lines = [line for line in self.text.splitlines() if line and not line[0].isspace() and not line.startswith("Traceback ")]
        return lines[0] if lines else "no message"

    def line(self):
        reason = "" if self.outcome == "ok" else f": {self.message}"
        return f"{self.outcome} {self.name} [{self.seconds:.3f} s]{reason}"


class Results:
    """The results of the tests that were asked for, each exactly once; `report` gets each as it ends."""

    def __init__(self, wanted, report):
        self._waiting = dict.fromkeys(wanted)
        self._tests = []
        self._report = report

    def take(self, case):
        """Takes a test as testtools' StreamToDict hands it out."""
        if case["status"] in NO_RESULT:
            return
        began, ended = case["timestamps"]
        seconds = (ended - began).total_seconds() if began and ended else 0
        details = {name: content.as_text() for name, content in case["details"].items()}
        outcome = OUTCOMES.get(case["status"], "FAILED")
        if case["id"] in self._waiting:
            self._add(case["id"], outcome, seconds, details)
        elif outcome != "ok" and (fixture := CLASS_SET_UP.match(case["id"])):
            # Of a class that could not be set up only that is said, and its tests are passed over in silence.
            for test_id in [waiting for waiting in self._waiting if waiting.startswith(fixture["name"] + ".")]:
                self._add(test_id, outcome, 0, dict(details))
        elif outcome == "FAILED":
            self._add(case["id"], outcome, seconds, details)

    def end(self):
        """A test without a result did not pass."""
        for test_id in list(self._waiting):
            self._add(test_id, "FAILED", 0, {"reason": "the test was asked for and has no result: its worker must have died"})

    def count(self, outcome):
        return sum(test.outcome == outcome for test in self._tests)

    def write(self, path):
        """Writes JUnit's XML."""
        suite = xml.Element(
            "testsuite", name="tempest", tests=str(len(self._tests)), failures=str(self.count("FAILED")), skipped=str(self.count("skipped")))
        for test in sorted(self._tests, key=lambda test: test.name):
            suite_name, _, name = test.name.rpartition(".")
            case = xml.SubElement(suite, "testcase", classname=_clean(suite_name), name=_clean(name), time=f"{test.seconds:.3f}")
            if test.tags:
                properties = xml.SubElement(case, "properties")
                for tag in test.tags:
                    kind, value = ("Id", tag[3:]) if tag.startswith("id-") else ("Tag", tag)
                    xml.SubElement(properties, "property", name=kind, value=value)
            if test.outcome == "FAILED":
                xml.SubElement(case, "failure", message=_clean(test.message)).text = _clean(test.text)
                xml.SubElement(case, "system-out").text = _clean(test.log)
            elif test.outcome == "skipped":
                xml.SubElement(case, "skipped", message=_clean(test.message))
        xml.ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)

    def _add(self, test_id, outcome, seconds, details):
        self._waiting.pop(test_id, None)
        test = Test(test_id, outcome, seconds, details)
        self._tests.append(test)
        self._report(test.line())


def _clean(text):
    return NOT_XML.sub("\ufffd", text)
