package import Contracts

/// What a column can be read as.
package protocol SQLReadable {
    /// Nil when the value is of another kind; NULL is read by an `Optional` alone.
    init?(sqlValue: SQLValue)
}

extension SQLValue: SQLReadable {
    package init?(sqlValue: SQLValue) { self = sqlValue }
}

extension Int64: SQLReadable {
    package init?(sqlValue: SQLValue) {
        guard case .integer(let integer) = sqlValue else { return nil }
        self = integer
    }
}

extension Int: SQLReadable {
    package init?(sqlValue: SQLValue) {
        guard case .integer(let integer) = sqlValue else { return nil }
        self.init(exactly: integer)
    }
}

extension Bool: SQLReadable {
    package init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .integer(0): self = false
        case .integer(1): self = true
        default: return nil
        }
    }
}

extension Double: SQLReadable {
    package init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .real(let real): self = real
        case .integer(let integer): self = Double(integer)
        default: return nil
        }
    }
}

extension String: SQLReadable {
    package init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self = text
    }
}

extension [UInt8]: SQLReadable {
    package init?(sqlValue: SQLValue) {
        guard case .blob(let bytes) = sqlValue else { return nil }
        self = bytes
    }
}

extension Timestamp: SQLReadable {
    package init?(sqlValue: SQLValue) {
        guard case .integer(let milliseconds) = sqlValue else { return nil }
        self.init(milliseconds: milliseconds)
    }
}

extension Identifier: SQLReadable {
    package init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(trusted: text)
    }
}

extension Optional: SQLReadable where Wrapped: SQLReadable {
    package init?(sqlValue: SQLValue) {
        guard sqlValue != .null else {
            self = Self.none
            return
        }
        guard let wrapped = Wrapped(sqlValue: sqlValue) else { return nil }
        self = .some(wrapped)
    }
}

extension SQLReadable where Self: RawRepresentable, RawValue == String {
    package init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(rawValue: text)
    }
}
