/// Some of the 64 lanes.
package struct LaneSet: Hashable, Sendable {
    /// A bit per lane, lane 0 in the lowest.
    private var bits: UInt64

    private init(bits: UInt64) {
        self.bits = bits
    }

    package init(_ lanes: some Swift.Sequence<Lane> = []) {
        bits = lanes.reduce(0) { $0 | 1 << UInt64($1.number) }
    }

    package static let none = LaneSet(bits: 0)
    package static let all = LaneSet(bits: .max)

    /// As a column of a table.
    var column: Int64 { Int64(bitPattern: bits) }

    package var count: Int { bits.nonzeroBitCount }
    package var isEmpty: Bool { bits == 0 }
    package var lanes: [Lane] { Lane.all.filter(contains) }

    package func contains(_ lane: Lane) -> Bool { bits & 1 << UInt64(lane.number) != 0 }

    package mutating func insert(_ lane: Lane) { bits |= 1 << UInt64(lane.number) }

    package mutating func remove(_ lane: Lane) { bits &= ~(1 << UInt64(lane.number)) }

    package func union(_ other: LaneSet) -> LaneSet { LaneSet(bits: bits | other.bits) }

    package func subtracting(_ other: LaneSet) -> LaneSet { LaneSet(bits: bits & ~other.bits) }
}

/// 1 to 16 hexadecimal digits of the bits.
extension LaneSet: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let bits = UInt64(try container.decode(String.self), radix: 16) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a set of lanes")
        }
        self.bits = bits
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(String(bits, radix: 16))
    }
}
