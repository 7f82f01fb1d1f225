# Runs a handler in Ruby as Lambda's own runtime does. Needs only the standard library.
require "json"
require "net/http"

$stdout.sync = true
ENVIRONMENT = ENV.to_h.freeze
HOST, PORT = ENVIRONMENT["AWS_LAMBDA_RUNTIME_API"].split(":")
# No proxy of the user's, and no limit for the wait for an event.
API = Net::HTTP.new(HOST, PORT.to_i, nil)
API.read_timeout = nil

def call(path, body = nil)
  path = "/2018-06-01/runtime#{path}"
  body ? API.post(path, body, "Content-Type" => "application/json") : API.get(path)
end

# The error in the form of the Runtime API. "Function" or "Init" says when it happened.
def described(error, phase)
  trace = (error.backtrace || []).reject { |line| line.start_with?(__FILE__) || line.include?("<internal:") }
  { errorMessage: error.message, errorType: "#{phase}<#{error.class}>", stackTrace: trace }
end

def log_error(reported)
  lines = ["[ERROR] #{reported[:errorType]}: #{reported[:errorMessage]}", *reported[:stackTrace]]
  puts lines.join("\r").gsub("\n", "\r")
end

class LambdaContext
  attr_reader :aws_request_id, :invoked_function_arn, :function_name, :function_version, :memory_limit_in_mb,
              :log_group_name, :log_stream_name, :deadline_ms, :identity, :client_context

  def initialize(response)
    @aws_request_id = response["Lambda-Runtime-Aws-Request-Id"]
    @invoked_function_arn = response["Lambda-Runtime-Invoked-Function-Arn"]
    @deadline_ms = response["Lambda-Runtime-Deadline-Ms"].to_i
    @function_name = ENVIRONMENT["AWS_LAMBDA_FUNCTION_NAME"]
    @function_version = ENVIRONMENT["AWS_LAMBDA_FUNCTION_VERSION"]
    @memory_limit_in_mb = ENVIRONMENT["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
    @log_group_name = ENVIRONMENT["AWS_LAMBDA_LOG_GROUP_NAME"]
    @log_stream_name = ENVIRONMENT["AWS_LAMBDA_LOG_STREAM_NAME"]
  end

  def get_remaining_time_in_millis
    [@deadline_ms - (Time.now.to_f * 1000).to_i, 0].max
  end
end

# The method that handles events: of the main object, or of a class or a module.
def load_handler(entry_point)
  folder, slash, name = entry_point.rpartition("/")
  file, *path = name.split(".")
  root = ENVIRONMENT["LAMBDA_TASK_ROOT"]
  $LOAD_PATH.unshift(root)
  require File.join(root, folder + slash + file)
  owner = path.length > 1 ? Object.const_get(path.first) : self
  owner.method(path.last)
end

begin
  handler = load_handler(ENVIRONMENT["_HANDLER"])
rescue ScriptError, StandardError => error
  reported = described(error, "Init")
  log_error(reported)
  call("/init/error", reported.to_json)
  exit(1)
end

loop do
  response = call("/invocation/next")
  id = response["Lambda-Runtime-Aws-Request-Id"]
  ENV["_X_AMZN_TRACE_ID"] = response["Lambda-Runtime-Trace-Id"]
  begin
    result = handler.call(event: JSON.parse(response.body), context: LambdaContext.new(response))
    kind, body = "response", result.to_json
  rescue StandardError, NotImplementedError => error
    reported = described(error, "Function")
    log_error(reported)
    kind, body = "error", reported.to_json
  end
  call("/invocation/#{id}/#{kind}", body)
end
