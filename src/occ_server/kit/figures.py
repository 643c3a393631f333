"""The names of every figure ``/metrics`` serves beside the requests' own. It knows no topic.

The registry is the process's; gauges that are read from the database or from this application are set when
somebody asks (``Topic.figures``). A dashboard may use these names, so they change only with it
(``resources/grafana``, held together by a test).
"""

from prometheus_client import Counter, Gauge, Histogram

# -- the feed and its streams
STREAMS = Gauge("occ_streams", "Open event streams of this process")
POKES = Counter("occ_pokes", "Pokes written to streams")
PULLS = Counter("occ_pulls", "Pulls answered, by the rows they carried: 0, 1-20, 21-200, 201+", ["size"])
COMMIT_TO_POKE = Histogram(
    "occ_commit_to_poke_seconds",
    "From the commit of a change, by the clock of its writer, to the poke on its streams",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)

# -- work that outlives its process
JOBS = Gauge("occ_jobs", "Jobs in the table", ["kind", "state"])
JOB_RUNS = Counter("occ_job_runs", "Attempts at jobs by this process, by how they ended", ["kind", "outcome"])
JOB_AGE = Gauge("occ_job_age_seconds", "Seconds the oldest job that is due has waited", ["kind"])

# -- who comes in
LOGIN_FAILURES = Counter("occ_login_failures", "Log-ins refused for a wrong name or password")
LOGINS_THROTTLED = Counter(
    "occ_logins_throttled", "Log-ins refused unchecked, because of too many before", ["limit"]
)
SESSIONS_OPEN = Gauge("occ_sessions_open", "Sessions that have not ended, of all processes")

# -- what customers hand in
INTAKE_AGE = Gauge("occ_intake_age_seconds", "Seconds since the newest callback request", ["organisation"])

# -- texts on their way
SMS_MESSAGES = Gauge("occ_sms_messages", "Texts that have not ended, by where they are", ["stage"])
SMS_WAITING_AGE = Gauge(
    "occ_sms_waiting_age_seconds",
    "Seconds the oldest text that is due, and not held by a decision, has waited",
)
SMS_HANDOVERS_OPEN = Gauge(
    "occ_sms_handovers_open",
    "Calls to carriers whose outcome is not known (yet), by whether it is unclear",
    ["unclear"],
)

# -- telephones
PBX_REPAIRS = Counter(
    "occ_pbx_repairs", "Calls and seats that were otherwise than known when compared with the PBX", ["what"]
)

# -- the machine room
UNAVAILABLE = Counter("occ_unavailable", "Requests answered 503, by what was missing", ["missing"])
POOL = Gauge("occ_pool_connections", "Database connections of this process", ["pool", "state"])
TASK_FAILURES = Counter("occ_task_failures", "Failures of work beside the requests", ["task"])
PART_STATE = Gauge("occ_part_state", "How a part of the server is: 0 ok, 1 degraded, 2 failed", ["part"])
