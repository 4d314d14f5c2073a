import Runtime

/// What the media service alone is told.
struct Configuration: Sendable {
    let host: String
    let port: UInt16
    /// The most bytes of a file fetched from a provider.
    let fetchLimit: Int
    /// Whether files may be fetched from private addresses outside the provider.
    let allowsPrivateAddresses: Bool
    /// The path of ffmpeg, there or not.
    let ffmpeg: String

    init(reading reader: inout ConfigurationReader) {
        host = reader.string(
            "MYNAH_MEDIA_HOST",
            default: "127.0.0.1",
            help: "The address on which the data plane answers."
        )
        port = UInt16(
            reader.integer("MYNAH_MEDIA_PORT", default: 8081, in: 0...65535, help: "Its port; 0 for a free one.")
        )
        let megabytes = reader.integer(
            "MYNAH_MEDIA_FETCH_LIMIT",
            default: 100,
            in: 1...2048,
            help: "The largest file that is fetched for an incoming message, in MB of 1,048,576 bytes."
        )
        fetchLimit = megabytes * 1_048_576
        allowsPrivateAddresses = reader.flag(
            "MYNAH_ALLOW_PRIVATE_ADDRESSES",
            default: false,
            help: "Whether files may be fetched from private addresses other than the provider's."
        )
        ffmpeg = reader.string(
            "MYNAH_FFMPEG",
            default: "/usr/bin/ffmpeg",
            help: "The path of ffmpeg, which makes thumbnails and voice notes; without it these answer 501."
        )
    }
}
