import CSimdJSON

extension JSONDocument {
    /// The first field of that name; nil when there is none, or when the element is no object.
    func field(_ name: String, of element: csimdjson_element) -> csimdjson_element? {
        var name = name
        var field = csimdjson_element()
        let exists = withExtendedLifetime(self) {
            name.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { bytes in
                    // An empty name may come without an address; any will do then.
                    bytes.baseAddress.map { csimdjson_field(element, $0, bytes.count, &field) }
                        ?? csimdjson_field(element, "", 0, &field)
                }
            }
        }
        return exists ? field : nil
    }
}
