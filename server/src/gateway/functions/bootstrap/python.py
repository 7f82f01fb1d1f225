# Runs a handler in Python as Lambda's own runtime does. Needs only the standard library.
import importlib
import json
import logging
import os
import sys
import time
import traceback
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

environment = dict(os.environ)
base = "http://%s/2018-06-01/runtime" % environment["AWS_LAMBDA_RUNTIME_API"]
# No proxy of the user's.
opener = build_opener(ProxyHandler({}))
request_id = None


def call(path, body=None):
    data = None if body is None else body.encode("utf-8")
    request = Request(base + path, data=data, headers={"Content-Type": "application/json"})
    try:
        return opener.open(request)
    except HTTPError as error:
        # The answer to a result that is too large, which has been reported.
        return error


class Failure(Exception):
    """An error of the runtime, with its type."""

    def __init__(self, error_type, message, trace=()):
        super().__init__(message)
        self.error_type = error_type
        self.trace = list(trace)


def described(error):
    """The error in the form of the Runtime API."""
    if isinstance(error, Failure):
        return {"errorType": error.error_type, "errorMessage": str(error), "stackTrace": error.trace}
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename != __file__ and not frame.filename.startswith("<frozen importlib")]
    return {
        "errorType": type(error).__name__,
        "errorMessage": str(error),
        "stackTrace": traceback.format_list(own),
    }


def log_error(error):
    lines = ["[ERROR] %(errorType)s: %(errorMessage)s" % error]
    if error["stackTrace"]:
        lines += ["Traceback (most recent call last):"] + [line.rstrip("\n") for line in error["stackTrace"]]
    sys.stdout.flush()
    print("\r".join(lines).replace("\n", "\r"), flush=True)


class LogHandler(logging.Handler):
    """Writes a line as Lambda does: level, time, request and text, separated by tabs."""

    def emit(self, record):
        now = time.gmtime(record.created)
        stamp = "%s.%03dZ" % (time.strftime("%Y-%m-%dT%H:%M:%S", now), record.msecs)
        text = self.format(record).replace("\n", "\r")
        print("[%s]\t%s\t%s\t%s" % (record.levelname, stamp, request_id or "", text), flush=True)


class Context:
    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = environment["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = environment["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = environment["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = environment["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.client_context = None
        self.identity = None
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))


def wait_for_debugger(folder):
    """Returns when a debugger is attached, before anything of the user's runs. Without one in the folder, that of the interpreter is used."""
    sys.path.insert(0, folder)
    try:
        import debugpy

        endpoint = debugpy.listen(("127.0.0.1", 0))
    except Exception as error:
        message = "%s runs without a debugger: debugpy cannot be used with %s: %s"
        logging.getLogger().warning(message, environment["AWS_LAMBDA_FUNCTION_NAME"], sys.executable, error)
        return
    finally:
        sys.path.remove(folder)
    print("Debugger listening on debugpy://%s:%d" % endpoint, file=sys.stderr, flush=True)
    debugpy.wait_for_client()


def load(entry_point):
    path, _, name = entry_point.rpartition(".")
    module_name = path.replace("/", ".").lstrip(".")
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        hint = ""
        if (error.name or "").split(".")[0] in ("boto3", "botocore"):
            hint = " (Lambda brings it. Here, install it: %s -m pip install boto3)" % sys.executable
        message = "Unable to import module '%s': %s%s" % (path, error, hint)
        raise Failure("Runtime.ImportModuleError", message, described(error)["stackTrace"])
    except SyntaxError as error:
        line = '  File "%s" Line %s\n    %s' % (error.filename, error.lineno, error.text)
        raise Failure("Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (path, error), [line])
    if not hasattr(module, name):
        raise Failure("Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (name, path))
    return getattr(module, name)


def dumped(result):
    try:
        return json.dumps(result)
    except (TypeError, ValueError) as error:
        raise Failure("Runtime.MarshalError", "Unable to marshal response: %s" % error)


def main():
    global request_id
    logging.getLogger().addHandler(LogHandler())
    if len(sys.argv) > 1:
        wait_for_debugger(sys.argv.pop())
    sys.path[0] = environment["LAMBDA_TASK_ROOT"]
    try:
        handler = load(environment["_HANDLER"])
    except Exception as error:
        reported = described(error)
        log_error(reported)
        call("/init/error", json.dumps(reported))
        sys.exit(1)
    while True:
        with call("/invocation/next") as invocation:
            headers, event = invocation.headers, json.loads(invocation.read())
        request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        os.environ["_X_AMZN_TRACE_ID"] = headers["Lambda-Runtime-Trace-Id"]
        try:
            kind, body = "response", dumped(handler(event, Context(headers)))
        except Exception as error:
            reported = described(error)
            log_error(reported)
            kind, body = "error", json.dumps(reported)
        call("/invocation/%s/%s" % (request_id, kind), body).close()


main()
