import ServiceHost

/// Swift Testing has an `ExitStatus` of its own.
typealias ServiceExit = ExitStatus
