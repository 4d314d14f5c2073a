import Bus
import Contracts

/// What the tool is asked to do.
enum Command: Equatable {
    case help
    case tap(prefix: String)
    case ask(Ask.Question)
    case replay(Replay.Extent)

    /// - Parameter defaultWorkspace: for an `ask` that names none.
    /// - Throws: ``UsageError``.
    init(_ arguments: [String], defaultWorkspace: String?) throws(UsageError) {
        if arguments.isEmpty || arguments.contains("--help") || arguments.contains("-h") {
            self = .help
            return
        }
        let rest = Array(arguments.dropFirst())
        switch arguments[0] {
        case "tap":
            guard rest.count <= 1 else { throw UsageError("tap takes one beginning of a topic at most.") }
            self = .tap(prefix: rest.first ?? "")
        case "ask": self = .ask(try Self.question(rest, defaultWorkspace))
        case "replay": self = .replay(try Self.extent(rest))
        default: throw UsageError("There is no command \(arguments[0]).")
        }
    }

    private static func question(_ arguments: [String], _ workspace: String?) throws(UsageError) -> Ask.Question {
        var plain: [String] = []
        var options = ["--workspace": workspace ?? "", "--within": "5"]
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if options[argument] == nil {
                plain.append(argument)
            } else if let value = rest.popFirst() {
                options[argument] = value
            } else {
                throw UsageError("\(argument) needs a value.")
            }
        }
        guard plain.count == 2 else { throw UsageError("ask takes the name of a request and its JSON.") }
        guard let kind = RequestKind.named(plain[0]) else {
            throw UsageError("There is no request \(plain[0]). There are: \(RequestKind.names).")
        }
        guard let id = try? WorkspaceID(options["--workspace"] ?? "") else {
            throw UsageError("Name the workspace: --workspace ID, or MYNAH_WORKSPACE. tap shows it in every message.")
        }
        guard let seconds = Int(options["--within"] ?? ""), (1...600).contains(seconds) else {
            throw UsageError("--within takes seconds, 1 to 600.")
        }
        return Ask.Question(kind: kind, json: plain[1], workspace: id, within: .seconds(seconds))
    }

    private static func extent(_ arguments: [String]) throws(UsageError) -> Replay.Extent {
        guard (3...4).contains(arguments.count) else {
            throw UsageError("replay takes a producer, a stream, a lane or “all”, and where to begin.")
        }
        guard let producer = ServiceName(rawValue: arguments[0]) else {
            throw UsageError("There is no service \(arguments[0]). There are: \(names(ServiceName.self)).")
        }
        guard let stream = Stream(rawValue: arguments[1]) else {
            throw UsageError("There is no stream \(arguments[1]). There are: \(names(Stream.self)).")
        }
        let lane = Int(arguments[2]).flatMap { Lane($0) }
        guard lane != nil || arguments[2] == "all" else { throw UsageError("A lane is 0 to 63, or “all”.") }
        guard let from = Int64(arguments.count > 3 ? arguments[3] : "1"), from >= 1 else {
            throw UsageError("The first sequence is 1 or more.")
        }
        return Replay.Extent(producer: producer, stream: stream, lanes: lane.map { [$0] } ?? Lane.all, from: from)
    }

    private static func names<Name: CaseIterable & RawRepresentable<String>>(_: Name.Type) -> String {
        Name.allCases.map(\.rawValue).joined(separator: ", ")
    }
}

/// The tool was called in a way it does not know.
struct UsageError: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
