import Compression
import Testing

struct PackedTests {
    private static let text = Array(String(repeating: #"{"event":"message","body":"Hello"}"#, count: 400).utf8)

    /// Bytes without anything to be found in them.
    private static func noise(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255) }
    }

    @Test(arguments: [[], [7], noise(1023), noise(100_000), text, text + noise(5000)])
    func `gives back what it was given`(plain: [UInt8]) throws {
        let packed = Packed(packing: plain)
        let read = Packed(bytes: packed.bytes, isFrame: packed.isFrame)
        #expect(try read.unpacked() == plain)
        #expect(packed.bytes.count <= plain.count)
    }

    @Test func `makes small what is alike, and leaves alone what is short or cannot be made smaller`() {
        let packed = Packed(packing: Self.text)
        #expect(packed.isFrame)
        #expect(packed.bytes.count < Self.text.count / 20)
        #expect(!Packed(packing: Self.noise(4000)).isFrame)
        #expect(!Packed(packing: Array(Self.text.prefix(1000))).isFrame)
    }

    @Test func `refuses what is damaged, cut off or longer than allowed`() throws {
        let frame = Packed(packing: Self.text).bytes
        var flipped = frame
        flipped[frame.count / 2] ^= 1
        let damaged = [Array(frame.dropLast(3)), Array(frame.prefix(3)), Self.noise(200), [], flipped]
        for bytes in damaged {
            #expect(throws: Packed.Damaged.self) { try Packed(bytes: bytes, isFrame: true).unpacked() }
        }
        let whole = Packed(bytes: frame, isFrame: true)
        #expect(throws: Packed.Damaged.self) { try whole.unpacked(limit: Self.text.count - 1) }
        #expect(try whole.unpacked(limit: Self.text.count) == Self.text)
    }

    @Test func `is done by several at once`() async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for count in 1...64 {
                group.addTask {
                    let plain = Array(Self.text.prefix(count * 200))
                    return try Packed(packing: plain).unpacked() == plain
                }
            }
            for try await isSame in group { #expect(isSame) }
        }
    }
}
