import Contracts

extension Problem {
    /// 400 when the text is no JSON at all, else 422 with the field at fault.
    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self = .invalid([FieldProblem(FieldPath.text(context.codingPath + [key]), "is missing")])
        case .valueNotFound(_, let context):
            self = .invalid([FieldProblem(FieldPath.text(context.codingPath), "is missing")])
        case .typeMismatch(let type, let context):
            self = .invalid([FieldProblem(FieldPath.text(context.codingPath), "is not \(FieldPath.kind(of: type))")])
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            self = Problem(400, "malformed_json", "The body is not JSON.")
        case .dataCorrupted(let context):
            self = .invalid([FieldProblem(FieldPath.text(context.codingPath), context.debugDescription)])
        @unknown default:
            self = Problem(422, "invalid", "The request could not be read.")
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

    /// A type in a caller's words.
    static func kind(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a string"
        case is Bool.Type: "true or false"
        case is Double.Type, is Float.Type: "a number"
        case is any FixedWidthInteger.Type: "a whole number"
        case is [Any].Type: "a list"
        default: "an object"
        }
    }
}
