import Contracts
import Synchronization

/// A form's pieces while they come in, for one reader.
final class MultipartReader: Sendable {
    private struct State {
        var parser: MultipartParser
        /// Read and not asked for, the next one last.
        var pieces: [MultipartParser.Piece] = []
    }

    private let body: RequestBody
    private let state: Mutex<State>

    init(_ body: RequestBody, boundary: String) {
        self.body = body
        state = Mutex(State(parser: MultipartParser(boundary: boundary)))
    }

    /// Nil at the end of the form.
    /// - Throws: 400 `malformed_form`; what the body throws.
    func next() async throws -> MultipartParser.Piece? {
        var chunks = body.makeAsyncIterator()
        while true {
            if let piece = state.withLock({ $0.pieces.popLast() }) { return piece }
            guard let chunk = try await chunks.next() else {
                guard state.withLock({ $0.parser.isComplete }) else { throw Problem.malformedForm }
                return nil
            }
            try state.withLock { state throws(Problem) in state.pieces = try state.parser.read(chunk).reversed() }
        }
    }

    /// The head of the next part that is a file; nil when there is none.
    func nextFile() async throws -> MultipartPart? {
        while let piece = try await next() {
            if case .part(let part) = piece, part.isFile { return part }
        }
        return nil
    }
}
