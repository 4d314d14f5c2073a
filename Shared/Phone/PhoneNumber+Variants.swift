import CPhoneNumber

extension PhoneNumber {
    /// This number first, then those that WhatsApp uses for the same line: at most two in all.
    package var equivalents: [PhoneNumber] {
        let digits = digits
        guard let quirk = NumberQuirk.of(digits), let twin = quirk.twin(of: digits) else { return [self] }
        guard let other = try? PhoneNumber(chatDigits: twin), other != self else { return [self] }
        return [self, other]
    }

    /// Every way in which the number is written in tables and addresses, without separators: `+60123456789`,
    /// `60123456789`, and as dialled at home, `0123456789`.
    package var variants: [String] {
        var variants: [String] = []
        let digits = digits
        let twin = NumberQuirk.of(digits)?.twin(of: digits)
        for digits in [digits] + (twin.map { [$0] } ?? []) {
            for variant in ["+" + digits, digits, Self.national("+" + digits)] {
                if let variant, !variants.contains(variant) { variants.append(variant) }
            }
        }
        return variants
    }

    /// As dialled at home, digits only.
    package var national: String {
        Self.national(e164) ?? digits
    }

    private static func national(_ e164: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 32)
        let count = cphone_national(e164, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    }
}
