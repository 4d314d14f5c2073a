import CPostgres
import Store

/// The types of the server that a portable schema and portable expressions have.
/// - Source: `pg_type.dat` of PostgreSQL 15; the numbers never change.
enum PostgresType {
    case bool, int2, int4, int8, float4, float8, numeric, text, bytes, void
    case other

    init(_ type: Oid) {
        switch type {
        case 16: self = .bool
        case 21: self = .int2
        case 23, 26: self = .int4
        case 20: self = .int8
        case 700: self = .float4
        case 701: self = .float8
        case 1700: self = .numeric
        case 18, 19, 25, 705, 1042, 1043: self = .text
        case 17: self = .bytes
        case 2278: self = .void
        default: self = .other
        }
    }

    /// Reads the binary form; nil when it has no counterpart.
    func value(_ bytes: UnsafeRawBufferPointer) -> SQLValue? {
        switch self {
        case .bool: .integer(bytes.first == 1 ? 1 : 0)
        case .int2: .integer(Int64(Self.integer(bytes, as: Int16.self)))
        case .int4: .integer(Int64(Self.integer(bytes, as: Int32.self)))
        case .int8: .integer(Self.integer(bytes, as: Int64.self))
        case .float4: .real(Double(Float(bitPattern: Self.integer(bytes, as: UInt32.self))))
        case .float8: .real(Double(bitPattern: Self.integer(bytes, as: UInt64.self)))
        case .numeric: Self.numeric(bytes)
        case .text: .text(String(decoding: bytes, as: UTF8.self))
        case .bytes: .blob(Array(bytes))
        case .void: .null
        case .other: nil
        }
    }

    private static func integer<I: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, as type: I.Type) -> I {
        guard bytes.count == MemoryLayout<I>.size else { return 0 }
        return I(bigEndian: bytes.loadUnaligned(as: I.self))
    }

    /// Sums of 64-bit integers and averages are `numeric`: an integer without decimals and below 10^16, as SQLite
    /// answers, else a real number. The form is a count, the power of 10 000 of the first digit, a sign, the number
    /// of decimals, and the digits to base 10 000, each of 16 bits.
    private static func numeric(_ bytes: UnsafeRawBufferPointer) -> SQLValue? {
        let words = stride(from: 0, to: bytes.count - 1, by: 2).map { index in
            Int(Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: index, as: Int16.self)))
        }
        guard words.count >= 4, words[0] == words.count - 4 else { return nil }
        let digits = words[4...]
        let weight = words[1]
        let isNegative = words[2] == 0x4000
        guard words[2] == 0 || isNegative else { return .real(.nan) }
        if words[3] == 0, weight < 4 {
            let whole = digits.reduce(0) { $0 * 10000 + Int64($1) }
            let scaled = (digits.count..<max(digits.count, weight + 1)).reduce(whole) { value, _ in value * 10000 }
            return .integer(isNegative ? -scaled : scaled)
        }
        var power = 1.0
        for _ in 0..<abs(weight) { power *= weight < 0 ? 0.0001 : 10000 }
        var real = 0.0
        for digit in digits {
            real += Double(digit) * power
            power /= 10000
        }
        return .real(isNegative ? -real : real)
    }
}
