import Contracts

/// The one file of a request: the body itself, or a part of a form.
package struct UploadedFile: Sendable {
    /// The file's own name, if the sender told one; it may hold any characters.
    package let filename: String?
    /// As the sender has it.
    package let type: String?
    package let chunks: UploadedChunks

    /// - Parameter filename: for a file that is the body itself.
    /// - Throws: 400 `malformed_form`, 422 when a form has no file.
    init(_ request: HTTPRequest, filename: String?) async throws {
        let type = request.header("Content-Type")
        guard let form = type.map(HeaderValue.init), form.essence == "multipart/form-data" else {
            self.filename = filename
            self.type = type
            chunks = UploadedChunks(source: .body(request.body))
            return
        }
        guard let boundary = form.parameters["boundary"], (1...70).contains(boundary.utf8.count) else {
            throw Problem.malformedForm
        }
        let reader = MultipartReader(request.body, boundary: boundary)
        guard let part = try await reader.nextFile() else {
            throw Problem.invalid([FieldProblem("file", "is missing: send one part with a file name")])
        }
        self.filename = part.filename ?? filename
        self.type = part.type
        chunks = UploadedChunks(source: .part(reader))
    }
}

/// The bytes of an uploaded file while they come in, for one reader.
package struct UploadedChunks: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    enum Source: Sendable {
        case body(RequestBody)
        case part(MultipartReader)
    }

    let source: Source

    package struct Iterator: AsyncIteratorProtocol {
        let source: Source

        /// - Throws: 400 when the sender stopped in the middle or sent no form, 413 past the route's limit, 422 when the
        ///   form has a second file.
        package mutating func next() async throws -> [UInt8]? {
            switch source {
            case .body(let body):
                var chunks = body.makeAsyncIterator()
                return try await chunks.next()
            case .part(let reader):
                if case .bytes(let bytes) = try await reader.next() { return bytes }
                guard try await reader.nextFile() == nil else {
                    throw Problem.invalid([FieldProblem("file", "is there twice: send one file at a time")])
                }
                return nil
            }
        }
    }

    package func makeAsyncIterator() -> Iterator { Iterator(source: source) }
}

/// What a route that takes a file reads of its query.
struct UploadQuery: Decodable, Sendable {
    /// The file's own name, when the body is the file itself.
    var filename: String?
}
