import CSimdJSON
import Glibc

/// JSON of others, parsed once and read at leisure, in some 2 µs for 1.5 KB.
///
/// It takes what a JavaScript reader takes: integers of any size and halves of surrogate pairs included. The bytes may
/// go once it is made; the values keep it alive.
///
/// `@unchecked Sendable`: simdjson never changes a document after parsing, and allows reads from many threads.
package final class JSONDocument: @unchecked Sendable {
    private let handle: OpaquePointer

    /// - Throws: ``JSONError``.
    package init(_ bytes: [UInt8]) throws(JSONError) {
        var status = csimdjson_status.ok
        if let handle = Self.open(bytes, &status) {
            self.handle = handle
            return
        }
        switch status {
        case .bad_number, .bad_string:
            guard let handle = Self.open(JSONRepair.repaired(bytes), &status) else { throw .malformed }
            self.handle = handle
        case .bad_utf8: throw .notUTF8
        case .too_deep: throw .tooDeep
        case .no_memory: throw .outOfMemory
        case .ok, .malformed: throw .malformed
        }
    }

    /// With U+FFFD in place of U+0000, which not every store keeps in a text.
    /// - Throws: ``JSONError``.
    package convenience init(withoutNUL bytes: [UInt8]) throws(JSONError) {
        try self.init(Self.mayHaveNUL(bytes) ? JSONRepair.repaired(bytes) : bytes)
    }

    /// - Throws: ``JSONError``.
    package convenience init(_ text: String) throws(JSONError) {
        try self.init(Array(text.utf8))
    }

    deinit {
        csimdjson_close(handle)
    }

    package var root: JSONValue { JSONValue(self, csimdjson_root(handle)) }

    /// Goes from backslash to backslash, of which most documents have few.
    private static func mayHaveNUL(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            guard var place = bytes.baseAddress else { return false }
            let end = place + bytes.count
            while let escape = memchr(place, 0x5c, end - place).map({ UnsafeRawPointer($0) }), end - escape >= 6 {
                if memcmp(escape, #"\u0000"#, 6) == 0 { return true }
                place = escape + 1
            }
            return false
        }
    }

    private static func open(_ bytes: [UInt8], _ status: inout csimdjson_status) -> OpaquePointer? {
        bytes.withUnsafeBufferPointer { csimdjson_open($0.baseAddress, $0.count, &status) }
    }
}
