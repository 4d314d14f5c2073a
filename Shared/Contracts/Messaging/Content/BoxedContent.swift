/// ``MessageContent`` on the heap: it is large and mostly missing, and whoever hands on a message then moves a pointer.
@propertyWrapper
package struct BoxedContent: Hashable, Sendable {
    private indirect enum Box: Hashable, Sendable {
        case empty
        case content(MessageContent)
    }

    private var box: Box

    package init() {
        box = .empty
    }

    package init(wrappedValue: MessageContent?) {
        box = wrappedValue.map { .content($0) } ?? .empty
    }

    package var wrappedValue: MessageContent? {
        get {
            if case .content(let content) = box { content } else { nil }
        }
        set { self = BoxedContent(wrappedValue: newValue) }
    }
}

/// As the content alone, for a container of single values; fields of objects are seen to below.
extension BoxedContent: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self.init(wrappedValue: container.decodeNil() ? nil : try container.decode(MessageContent.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue)
    }
}

// A field that is missing is left out, as any other.

extension KeyedEncodingContainer {
    package mutating func encode(_ content: BoxedContent, forKey key: Key) throws {
        try encodeIfPresent(content.wrappedValue, forKey: key)
    }
}

extension KeyedDecodingContainer {
    package func decode(_: BoxedContent.Type, forKey key: Key) throws -> BoxedContent {
        BoxedContent(wrappedValue: try decodeIfPresent(MessageContent.self, forKey: key))
    }
}
