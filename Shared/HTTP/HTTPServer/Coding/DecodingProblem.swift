import Contracts

extension Problem {
    /// 400 when the text is no JSON at all, else 422 with all fields at fault.
    init<Value: Decodable>(_ error: DecodingError, _: Value.Type, _ bytes: [UInt8]) {
        guard let tree = try? JSONCoding.decode(Tree.self, from: bytes) else {
            self = Problem(400, "malformed_json", "The body is not JSON.")
            return
        }
        do {
            _ = try TreeProbe.decode(Value.self, from: tree)
            self = Problem(422, "invalid", "The body could not be read.", fields: [FieldPath.field(of: error)])
        } catch let problem as Problem {
            self = problem
        } catch {
            self = .invalid([FieldPath.field(of: error)])
        }
    }
}

/// Where in a value: `file.data`, `items[2].name`.
enum FieldPath {
    static func text(_ path: [any CodingKey]) -> String {
        var text = ""
        for key in path {
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += text.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }
        return text.isEmpty ? "body" : text
    }

    /// The field that stopped a decoder.
    static func field(of error: any Error) -> FieldProblem {
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            FieldProblem(text(context.codingPath + [key]), "is missing")
        case DecodingError.valueNotFound(_, let context): FieldProblem(text(context.codingPath), "is missing")
        case DecodingError.typeMismatch(_, let context): FieldProblem(text(context.codingPath), "is of the wrong type")
        case DecodingError.dataCorrupted(let context):
            FieldProblem(text(context.codingPath), SchemaReflector.sentence(context))
        default: FieldProblem("body", "could not be read")
        }
    }
}
