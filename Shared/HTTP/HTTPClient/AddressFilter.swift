import CCurl
import Glibc

/// Says which addresses may be connected to, after names are resolved: a name cannot be used to reach an inner network.
package struct AddressFilter: Sendable {
    package let allows: @Sendable (IPAddress) -> Bool

    package init(_ allows: @escaping @Sendable (IPAddress) -> Bool) {
        self.allows = allows
    }

    package static let any = AddressFilter { _ in true }
    /// Refuses loopback, private, link-local, shared, multicast and reserved networks, however they are written.
    package static let publicOnly = AddressFilter { $0.isPublic }
}

/// An address of the Internet Protocol, in network order: 4 or 16 bytes.
package struct IPAddress: Hashable, Sendable {
    package let bytes: [UInt8]

    /// - Parameter text: `192.0.2.1` or `2001:db8::1`; nil when it is neither.
    package init?(_ text: String) {
        var buffer = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &buffer) == 1 {
            bytes = Array(buffer.prefix(4))
        } else if inet_pton(AF_INET6, text, &buffer) == 1 {
            bytes = buffer
        } else {
            return nil
        }
    }

    init?(_ address: UnsafePointer<sockaddr>) {
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            bytes = address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
                withUnsafeBytes(of: pointer.pointee.sin_addr) { Array($0) }
            }
        case AF_INET6:
            bytes = address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
                withUnsafeBytes(of: pointer.pointee.sin6_addr) { Array($0) }
            }
        default:
            return nil
        }
    }
}

extension IPAddress {
    /// Not in a special-purpose network.
    /// - Source: IANA special-purpose address registries (RFC 6890).
    package var isPublic: Bool {
        guard bytes.count == 16 else { return !Self.special4.contains { matches($0.0, bits: $0.1) } }
        if let inner = embedded { return inner.isPublic }
        return matches([0x20], bits: 3) && !Self.special6.contains { matches($0.0, bits: $0.1) }
    }

    /// The IPv4 address inside a mapped (::ffff:0:0/96), translated (64:ff9b::/96) or 6to4 (2002::/16) one.
    private var embedded: IPAddress? {
        if matches([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], bits: 96) { return IPAddress(v4: bytes[12..<16]) }
        if matches([0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0], bits: 96) { return IPAddress(v4: bytes[12..<16]) }
        if matches([0x20, 0x02], bits: 16) { return IPAddress(v4: bytes[2..<6]) }
        return nil
    }

    private init(v4: ArraySlice<UInt8>) {
        bytes = Array(v4)
    }

    private func matches(_ prefix: [UInt8], bits: Int) -> Bool {
        zip(bytes, prefix).enumerated().allSatisfy { index, pair in
            let mask = UInt8(truncatingIfNeeded: 0xff00 >> max(0, min(8, bits - index * 8)))
            return pair.0 & mask == pair.1 & mask
        }
    }

    private static let special4: [([UInt8], Int)] = [
        ([0], 8), ([10], 8), ([100, 64], 10), ([127], 8), ([169, 254], 16), ([172, 16], 12), ([192, 0, 0], 24),
        ([192, 0, 2], 24), ([192, 88, 99], 24), ([192, 168], 16), ([198, 18], 15), ([198, 51, 100], 24),
        ([203, 0, 113], 24), ([224], 3),
    ]
    /// Inside 2000::/3, which is all there is of global unicast.
    private static let special6: [([UInt8], Int)] = [
        ([0x20, 0x01, 0x00], 23), ([0x20, 0x01, 0x0d, 0xb8], 32), ([0x3f, 0xff, 0x00], 20),
    ]
}
