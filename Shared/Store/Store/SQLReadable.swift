package import Contracts

/// What a column can be read as.
///
/// It throws instead of failing with nil: an optional of a type that is known at run time alone costs more to make than
/// most columns to read.
@usableFromInline package protocol SQLReadable {
    /// - Throws: for a value of another kind; NULL is read by an `Optional` alone.
    init(sqlValue: SQLValue) throws(OtherKind)
}

/// A column holds something else than what it is read as.
@usableFromInline package struct OtherKind: Error {
    @inlinable package init() {}
}

extension SQLValue: SQLReadable {
    @inlinable package init(sqlValue: SQLValue) { self = sqlValue }
}

extension Int64: SQLReadable {
    @inlinable package init(sqlValue: SQLValue) throws(OtherKind) {
        guard case .integer(let integer) = sqlValue else { throw OtherKind() }
        self = integer
    }
}

extension Int: SQLReadable {
    @inlinable package init(sqlValue: SQLValue) throws(OtherKind) {
        guard case .integer(let integer) = sqlValue, let integer = Int(exactly: integer) else { throw OtherKind() }
        self = integer
    }
}

extension Bool: SQLReadable {
    @inlinable package init(sqlValue: SQLValue) throws(OtherKind) {
        switch sqlValue {
        case .integer(0): self = false
        case .integer(1): self = true
        default: throw OtherKind()
        }
    }
}

extension Double: SQLReadable {
    @inlinable package init(sqlValue: SQLValue) throws(OtherKind) {
        switch sqlValue {
        case .real(let real): self = real
        case .integer(let integer): self = Double(integer)
        default: throw OtherKind()
        }
    }
}

extension String: SQLReadable {
    @inlinable package init(sqlValue: SQLValue) throws(OtherKind) {
        guard case .text(let text) = sqlValue else { throw OtherKind() }
        self = text
    }
}

extension [UInt8]: SQLReadable {
    @inlinable package init(sqlValue: SQLValue) throws(OtherKind) {
        guard case .blob(let bytes) = sqlValue else { throw OtherKind() }
        self = bytes
    }
}

extension Timestamp: SQLReadable {
    package init(sqlValue: SQLValue) throws(OtherKind) {
        guard case .integer(let milliseconds) = sqlValue else { throw OtherKind() }
        self.init(milliseconds: milliseconds)
    }
}

extension Identifier: SQLReadable {
    package init(sqlValue: SQLValue) throws(OtherKind) {
        guard case .text(let text) = sqlValue else { throw OtherKind() }
        self.init(trusted: text)
    }
}

extension Optional: SQLReadable where Wrapped: SQLReadable {
    @inlinable package init(sqlValue: SQLValue) throws(OtherKind) {
        if case .null = sqlValue { self = nil } else { self = .some(try Wrapped(sqlValue: sqlValue)) }
    }
}

extension SQLReadable where Self: RawRepresentable, RawValue == String {
    @inlinable package init(sqlValue: SQLValue) throws(OtherKind) {
        guard case .text(let text) = sqlValue, let known = Self(rawValue: text) else { throw OtherKind() }
        self = known
    }
}
