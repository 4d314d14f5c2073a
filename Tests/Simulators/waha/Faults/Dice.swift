/// Randomness that repeats: the same seed throws the same numbers.
/// - Source: Steele, Lea, Flood: Fast splittable pseudorandom number generators (SplitMix64), 2014.
struct Dice: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// - Parameter probability: 0 never, 1 always. The die is thrown only in between.
    mutating func hits(_ probability: Double) -> Bool {
        if probability <= 0 { return false }
        if probability >= 1 { return true }
        return Double(next() >> 11) / Double(1 << 53) < probability
    }

    mutating func hex(_ digits: Int) -> String {
        var text = ""
        while text.utf8.count < digits {
            let word = String(next(), radix: 16, uppercase: true)
            text += String(repeating: "0", count: 16 - word.utf8.count) + word
        }
        return String(text.prefix(digits))
    }

    /// Crockford's base 32 in lower case, as in a ULID.
    mutating func base32(_ digits: Int) -> String {
        var text = ""
        for _ in 0..<digits { text.append(Self.alphabet[Int(next() & 31)]) }
        return text
    }

    static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
}
