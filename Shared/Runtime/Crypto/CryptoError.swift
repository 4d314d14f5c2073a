/// What can go wrong with keys and what they protect.
package enum CryptoError: Error, Hashable, CustomStringConvertible {
    /// Not sealed with this key for this purpose, or changed since.
    case notGenuine
    /// A key is not 64 hexadecimal digits.
    case malformedKey(source: String)
    /// The key file cannot be read or made.
    case keyFile(path: String, reason: String)
    case outOfMemory

    package var description: String {
        switch self {
        case .notGenuine: "The sealed bytes were not made with this key, or were changed."
        case .malformedKey(let source): "The key in \(source) is not 64 hexadecimal digits."
        case .keyFile(let path, let reason): "The key file \(path) cannot be read or made: \(reason)."
        case .outOfMemory: "There is no memory left to hash a password."
        }
    }
}
