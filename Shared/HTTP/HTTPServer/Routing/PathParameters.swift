package import Contracts

/// The decoded values of a path's parameters.
package struct PathParameters: Sendable {
    private(set) var values: [(name: String, value: String)] = []

    package init() {}

    init(_ values: [(name: String, value: String)]) {
        self.values = values
    }

    /// - Parameter name: as the route's path has it, without braces.
    package subscript(name: String) -> String? {
        values.first { $0.name == name }?.value
    }

    /// - Throws: ``Problem`` 422 when it is over 128 bytes.
    package func id<Subject>(_ name: String, of _: Subject.Type = Subject.self) throws(Problem) -> Identifier<Subject> {
        do {
            return try Identifier(try text(name))
        } catch let error as Malformed {
            throw .invalid([FieldProblem(name, "is \(error)")])
        } catch {
            throw .notFound(name)
        }
    }

    /// - Throws: ``Problem`` 404 when the route has no such parameter.
    package func text(_ name: String) throws(Problem) -> String {
        guard let value = self[name] else { throw .notFound(name) }
        return value
    }
}
