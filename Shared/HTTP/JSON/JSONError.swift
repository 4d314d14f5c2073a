/// Why bytes are not taken as JSON.
package enum JSONError: Error, Hashable, CustomStringConvertible {
    /// Not JSON, cut off, or with something behind it.
    case malformed
    /// Not UTF-8.
    case notUTF8
    /// Arrays and objects more than 256 deep.
    case tooDeep
    case outOfMemory

    package var description: String {
        switch self {
        case .malformed: "not JSON"
        case .notUTF8: "not UTF-8"
        case .tooDeep: "nested too deep"
        case .outOfMemory: "out of memory"
        }
    }
}
