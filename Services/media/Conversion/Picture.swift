/// A picture's format, as far as small ones are made of it.
enum Picture {
    /// The most pixels of a picture that is read: some kilobytes can claim to be billions.
    private static let pixels = 50_000_000

    /// How ffmpeg is to read a picture of this type: as that and as nothing else, for some formats name other files.
    /// - Returns: nil for what is no picture that it reads.
    static func reading(_ type: String) -> [String]? {
        TypeSniffer.essence(type).flatMap { demuxers[$0] }.map { ["-max_pixels", "\(pixels)", "-f", $0] }
    }

    /// A picture no larger than `size` on either edge: JPEG of a photograph, PNG of what may be transparent.
    static func writing(_ type: String, size: Int) -> [String] {
        let scale = "scale=w='max(1,min(iw,\(size)*min(1,iw/ih)))':h='max(1,min(ih,\(size)*min(1,ih/iw)))'"
        let format =
            smallType(type) == "image/jpeg"
            ? ["-c:v", "mjpeg", "-q:v", "4", "-pix_fmt", "yuvj420p"] : ["-c:v", "png", "-pix_fmt", "rgba"]
        return ["-frames:v", "1", "-vf", scale] + format + ["-f", "image2pipe"]
    }

    /// The type of what ``writing(_:size:)`` makes.
    static func smallType(_ type: String) -> String {
        TypeSniffer.essence(type) == "image/jpeg" ? "image/jpeg" : "image/png"
    }

    private static let demuxers = [
        "image/jpeg": "jpeg_pipe", "image/png": "png_pipe", "image/webp": "webp_pipe", "image/gif": "gif",
        "image/bmp": "bmp_pipe", "image/x-ms-bmp": "bmp_pipe", "image/tiff": "tiff_pipe",
    ]
}
