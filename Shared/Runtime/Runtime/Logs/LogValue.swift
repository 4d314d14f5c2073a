package import Contracts

/// What can stand as metadata of a log record. Never a message text, a secret or a whole phone number.
package protocol LogValue: Sendable {
    /// Appends itself as JSON.
    func write(to json: inout LogLine)
}

extension String: LogValue {
    package func write(to json: inout LogLine) { json.string(self) }
}

extension Substring: LogValue {
    package func write(to json: inout LogLine) { json.string(String(self)) }
}

extension Bool: LogValue {
    package func write(to json: inout LogLine) { json.raw(self ? "true" : "false") }
}

extension LogValue where Self: FixedWidthInteger {
    package func write(to json: inout LogLine) { json.raw(String(self)) }
}

extension Int: LogValue {}
extension Int32: LogValue {}
extension Int64: LogValue {}
extension UInt16: LogValue {}
extension UInt32: LogValue {}
extension UInt64: LogValue {}

extension Double: LogValue {
    package func write(to json: inout LogLine) { json.raw(isFinite ? "\(self)" : "null") }
}

/// In seconds.
extension Duration: LogValue {
    package func write(to json: inout LogLine) { (Double(milliseconds) / 1000).write(to: &json) }
}

extension Identifier: LogValue {
    package func write(to json: inout LogLine) { json.string(text) }
}

extension Timestamp: LogValue {
    package func write(to json: inout LogLine) { json.string(text) }
}

extension Optional: LogValue where Wrapped: LogValue {
    package func write(to json: inout LogLine) {
        guard let self else { return json.raw("null") }
        self.write(to: &json)
    }
}

extension Array: LogValue where Element: LogValue {
    package func write(to json: inout LogLine) {
        json.raw("[")
        for (index, element) in enumerated() {
            if index > 0 { json.raw(",") }
            element.write(to: &json)
        }
        json.raw("]")
    }
}

extension LogValue where Self: RawRepresentable, RawValue: LogValue {
    package func write(to json: inout LogLine) { rawValue.write(to: &json) }
}

extension ServiceName: LogValue {}
extension Stream: LogValue {}
