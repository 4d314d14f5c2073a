import Glibc
import Runtime
import ServiceHost

ProcessSettings.apply()
let stop = StopSignal()
let tool = Tool(environment: .process(), stop: stop, output: { print($0) }, errors: StandardError.write)
exit(tool.run(Array(CommandLine.arguments.dropFirst())).rawValue)
