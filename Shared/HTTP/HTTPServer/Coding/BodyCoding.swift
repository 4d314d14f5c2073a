import Contracts

/// A request's body as a value.
package enum BodyCoding {
    /// - Parameter limit: in bytes, below the route's own.
    /// - Throws: ``Problem`` 400 when it is not JSON, 413, 415, 422 with the fields at fault.
    package static func decode<Body: Decodable>(
        _: Body.Type,
        from request: HTTPRequest,
        limit: Int = .max
    ) async throws -> Body {
        if Body.self == NoBody.self, let none = NoBody() as? Body {
            for try await _ in request.body {}
            return none
        }
        if let type = request.header("Content-Type"), !isJSON(type) {
            throw Problem(415, "unsupported_media_type", "Send the body as application/json.")
        }
        return try decode(Body.self, from: await request.body.collect(limit: limit))
    }

    /// A part of a body, or all of it, as a value.
    /// - Throws: ``Problem`` 400 when it is not JSON, 422 with the fields at fault.
    package static func decode<Body: Decodable>(_: Body.Type, from bytes: [UInt8]) throws -> Body {
        guard !NULCharacter.isIn(json: bytes) else {
            throw Problem.invalid([FieldProblem("body", NULCharacter.message)])
        }
        do {
            return try JSONCoding.decode(Body.self, from: bytes)
        } catch let error as DecodingError {
            throw Problem(error, Body.self, bytes)
        }
    }

    /// `application/json`, `application/vnd.api+json`, with parameters or not.
    private static func isJSON(_ type: String) -> Bool {
        let essence = type.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        return essence == "application/json" || essence.hasSuffix("+json")
    }
}
