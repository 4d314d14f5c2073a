import CPostgres
import Store

/// A connection to the server in pipeline mode: what is sent is answered at the next ``answers()``.
final class PostgresLink {
    private let handle: OpaquePointer
    private var hasFailed = false

    /// - Throws: ``StoreError/unavailable(_:)``.
    init(_ address: PostgresAddress) throws(StoreError) {
        let options = address.defaults + [("dbname", address.url)]
        let opened = Self.cStrings(options.map(\.0)) { keywords in
            Self.cStrings(options.map(\.1)) { values in PQconnectdbParams(keywords, values, 1) }
        }
        guard let opened else { throw .unavailable("out of memory") }
        guard PQstatus(opened) == CONNECTION_OK else {
            let text = String(cString: PQerrorMessage(opened))
            PQfinish(opened)
            throw .unavailable(text.split(separator: "\n").joined(separator: " "))
        }
        handle = opened
        cpostgres_silence(handle)
        PQenterPipelineMode(handle)
        try run(script: address.settings)
    }

    deinit { PQfinish(handle) }

    var isBroken: Bool { hasFailed || PQstatus(handle) == CONNECTION_BAD }

    func send(_ command: String) throws(StoreError) {
        try check(PQsendQueryParams(handle, command, 0, nil, nil, nil, nil, 1))
    }

    func send(_ command: String, _ arguments: PostgresArguments) throws(StoreError) {
        try check(
            arguments.withPointers { values, lengths, formats in
                PQsendQueryParams(handle, command, Int32(lengths.count), nil, values, lengths, formats, 1)
            }
        )
    }

    func sendPrepare(_ sql: String, as name: String) throws(StoreError) {
        try check(PQsendPrepare(handle, name, sql, 0, nil))
        try check(PQsendDescribePrepared(handle, name))
    }

    func send(prepared name: String, _ arguments: PostgresArguments) throws(StoreError) {
        try check(
            arguments.withPointers { values, lengths, formats in
                PQsendQueryPrepared(handle, name, Int32(lengths.count), values, lengths, formats, 1)
            }
        )
    }

    /// What can end a statement that runs; the caller frees it.
    func cancelHandle() -> OpaquePointer? { PQgetCancel(handle) }

    /// Waits for the answers to all that was sent.
    /// - Throws: the first error among them; the server has then skipped what came after it.
    func answers() throws(StoreError) -> [PostgresAnswer] {
        try check(PQpipelineSync(handle))
        var answers: [PostgresAnswer] = []
        var failure: StoreError?
        while true {
            guard let result = PQgetResult(handle) else {
                // Nil ends the answer to one command; a broken connection gives nothing else.
                if PQstatus(handle) == CONNECTION_BAD { throw failure ?? lost() }
                continue
            }
            let answer = PostgresAnswer(result)
            switch PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK: answers.append(answer)
            case PGRES_PIPELINE_ABORTED: continue
            case PGRES_PIPELINE_SYNC:
                if let failure { throw failure }
                return answers
            default: failure = failure ?? error(in: answer)
            }
        }
    }

    /// Runs several statements at once, outside the pipeline, of which nothing may be unanswered.
    func run(script: String) throws(StoreError) {
        guard PQexitPipelineMode(handle) == 1 else { throw lost() }
        guard let result = PQexec(handle, script) else { throw lost() }
        let answer = PostgresAnswer(result)
        let status = PQresultStatus(result)
        guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY else {
            let error = error(in: answer)
            PQenterPipelineMode(handle)
            throw error
        }
        PQenterPipelineMode(handle)
    }

    private func check(_ isSent: Int32) throws(StoreError) {
        if isSent != 1 { throw lost() }
    }

    private func lost() -> StoreError {
        hasFailed = true
        return .unavailable(String(cString: PQerrorMessage(handle)).split(separator: "\n").joined(separator: " "))
    }

    private func error(in answer: PostgresAnswer) -> StoreError {
        guard PQstatus(handle) != CONNECTION_BAD else { return lost() }
        let error = answer.error
        if case .unavailable = error { hasFailed = true }
        return error
    }

    /// Calls with the texts as C has them, a null pointer at the end.
    private static func cStrings<Value>(
        _ texts: [String],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Value
    ) -> Value {
        let bytes = texts.map { Array($0.utf8CString) }
        let joined = bytes.flatMap { $0 }
        return joined.withUnsafeBufferPointer { buffer in
            var start = 0
            var pointers: [UnsafePointer<CChar>?] = bytes.map { text in
                defer { start += text.count }
                return buffer.baseAddress.map { $0 + start }
            }
            pointers.append(nil)
            return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
        }
    }
}
