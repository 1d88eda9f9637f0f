"""Work that goes on after the method that was asked for it: os-win polls the job, as on Windows."""

import logging

from os_win import exceptions

from .names import JOB
from .native import threading

LOG = logging.getLogger(__name__)
RUNNING, COMPLETED, FAILED = 4, 7, 10
GENERAL_FAILURE = 32768


class Jobs:
    """Makes jobs; `done` is called when one has changed something for good."""

    def __init__(self, repository, new_id, done):
        self._repository, self._new_id, self._done = repository, new_id, done

    def start(self, work):
        """Begins work in a thread of its own. Returns the path of its job."""
        job = self._repository.add(
            JOB,
            InstanceID=self._new_id(),
            JobState=RUNNING,
            ErrorCode=0,
            ErrorDescription=None,
            JobStatus="running",
            Cancellable=False,
            Description=work.__name__,
        )
        threading.Thread(target=self._run, args=(job, work), daemon=True).start()
        return job.path_()

    def failed(self, error):
        """A job that has come to nothing: how Windows refuses what it was asked for."""

        def refuse():
            raise error

        return self.start(refuse)

    def _run(self, job, work):
        try:
            job.Affected = work()
            self._done()
            job.JobState = COMPLETED
        except Exception as error:  # whatever it is, the job says it to who waits
            is_refusal = isinstance(error, (OSError, exceptions.x_wmi))
            LOG.warning("%s: %s", work.__name__, error, exc_info=not is_refusal)
            job.ErrorCode, job.ErrorDescription, job.JobState = GENERAL_FAILURE, str(error), FAILED
