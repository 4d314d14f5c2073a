import Contracts

/// What a conversation is filtered by, as one small number that stands in every index of the list: what cannot match is
/// passed over without a look at its row.
///
/// Each column has some bits with a hash of its value; tags share theirs, a bit each. The number never excludes what
/// matches; what it lets through is compared itself.
struct Facets: Hashable, Sendable {
    enum Column: CaseIterable {
        case kind, badge, lead, branch, assignee, channel

        /// The first bit and how many.
        var place: (shift: Int64, width: Int64) {
            switch self {
            case .kind: (0, 4)
            case .badge: (4, 6)
            case .lead: (10, 7)
            case .branch: (17, 6)
            case .assignee: (23, 7)
            case .channel: (30, 5)
            }
        }
    }

    /// Where the bits of tags begin, and how many there are.
    private static let tags: (shift: Int64, width: Int64) = (35, 16)

    private(set) var bits: Int64 = 0
    /// Which bits are said.
    private(set) var mask: Int64 = 0

    mutating func set(_ column: Column, _ value: String) {
        let (shift, width) = column.place
        let all = ((Int64(1) << width) - 1) << shift
        mask |= all
        bits = bits & ~all | (Self.hash(value) & ((Int64(1) << width) - 1)) << shift
    }

    /// One tag among others.
    mutating func add(_ tag: TagID) {
        let bit = Self.bit(of: tag)
        mask |= bit
        bits |= bit
    }

    /// These tags and no others.
    mutating func set(_ tags: [TagID]) {
        mask |= ((Int64(1) << Self.tags.width) - 1) << Self.tags.shift
        for tag in tags { bits |= Self.bit(of: tag) }
    }

    /// What stays of a row's number when these are written into it.
    var rest: Int64 { ~mask }

    private static func bit(of tag: TagID) -> Int64 {
        Int64(1) << (tags.shift + hash(tag.text) % tags.width)
    }

    /// FNV-1a, without its sign: the same in every process and forever, since it is stored.
    private static func hash(_ text: String) -> Int64 {
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        return Int64((hash ^ (hash >> 32)) & 0x7fff_ffff)
    }
}
