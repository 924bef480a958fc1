"""Writes the pictures in this folder and expected.json: what Pillow makes of them.

    pip install pillow==12.3.0 && python make_images.py

Pixels are those of qwen-vl-utils (RGBA laid on white, everything else convert("RGB")) after
ImageOps.exif_transpose. Two runs give the same files.
"""
import hashlib
import io
import json
import math
import os
import random
import struct
import zlib

from PIL import Image, ImageCms, ImageDraw, ImageOps

HERE = os.path.dirname(os.path.abspath(__file__))
random.seed(20)


def picture(width, height):
    image = Image.new("RGB", (width, height))
    image.putdata([(x * 255 // width, y * 255 // height, (x * y * 7 + x) % 256) for y in range(height) for x in range(width)])
    pen = ImageDraw.Draw(image)
    pen.ellipse([3, 2, width // 2, height // 2], fill=(250, 30, 20))
    pen.rectangle([width // 2, height // 2, width - 4, height - 3], fill=(10, 60, 240))
    return image


RGB = picture(37, 23)
ALPHA = Image.new("L", RGB.size)
ALPHA.putdata([(x * 11 + y * 5) % 256 for y in range(23) for x in range(37)])
RGBA = RGB.copy()
RGBA.putalpha(ALPHA)


def write(name, data):
    with open(os.path.join(HERE, name), "wb") as f:
        f.write(data)


def encode(image, format, **options):
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


# PNG by hand, for the kinds that Pillow does not write

def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pack(rows, depth):
    out = b""
    for row in rows:
        bits = "".join(format(v, f"0{depth}b") for v in row)
        bits += "0" * (-len(bits) % 8)
        out += b"\0" + bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))
    return out


def png(width, height, depth, kind, data, extra=b"", interlace=0):
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlace)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b""))


def samples(width, height, channels, depth):
    return [[random.randrange(1 << depth) for _ in range(width * channels)] for _ in range(height)]


def adam7(rows, channels):
    out = b""
    for x0, y0, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        for row in rows[y0::dy]:
            pixels = [row[i * channels:(i + 1) * channels] for i in range(x0, len(row) // channels, dx)]
            if pixels:
                out += b"\0" + bytes(v for p in pixels for v in p)
    return out


COLORS = bytes(random.randrange(256) for _ in range(3 * 11))
EXIF_6 = Image.Exif()
EXIF_6[0x0112] = 6
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()

write("rgb.png", encode(RGB, "PNG"))
write("rgba.png", encode(RGBA, "PNG"))
write("grey.png", encode(RGB.convert("L"), "PNG"))
write("grey_alpha.png", encode(RGBA.convert("LA"), "PNG"))
write("one_bit.png", encode(RGB.convert("1"), "PNG"))
write("palette.png", encode(RGB.quantize(200), "PNG"))
for bits in (1, 2, 4):
    write(f"palette_{bits}.png", encode(RGB.quantize(1 << bits), "PNG", bits=bits))
write("palette_transparent.png", encode(RGB.quantize(50), "PNG", transparency=bytes(range(0, 250, 5))))
write("palette_short.png", png(9, 5, 8, 3, pack([[v % 13 for v in row] for row in samples(9, 5, 1, 8)], 8), chunk(b"PLTE", COLORS)))
for bits in (1, 2, 4, 16):
    write(f"grey_{bits}.png", png(13, 6, bits, 0, pack(samples(13, 6, 1, bits), bits)))
write("grey_16_dark.png", png(13, 6, 16, 0, pack([[v % 300 for v in row] for row in samples(13, 6, 1, 16)], 16)))
write("grey_transparent.png", png(13, 6, 8, 0, pack(samples(13, 6, 1, 8), 8), chunk(b"tRNS", b"\0\7")))
write("grey_alpha_16.png", png(13, 6, 16, 4, pack(samples(13, 6, 2, 16), 16)))
write("rgb_16.png", png(13, 6, 16, 2, pack(samples(13, 6, 3, 16), 16)))
write("rgba_16.png", png(13, 6, 16, 6, pack(samples(13, 6, 4, 16), 16)))
write("rgb_transparent.png", png(13, 6, 8, 2, pack(samples(13, 6, 3, 8), 8), chunk(b"tRNS", b"\0\1\0\2\0\3")))
write("rgb_interlaced.png", png(13, 11, 8, 2, adam7(samples(13, 11, 3, 8), 3), interlace=1))
write("rgba_interlaced.png", png(3, 2, 8, 6, adam7(samples(3, 2, 4, 8), 4), interlace=1))
write("rgb_gamma_profile.png", png(13, 6, 8, 2, pack(samples(13, 6, 3, 8), 8),
                                   chunk(b"gAMA", struct.pack(">I", 100000)) + chunk(b"iCCP", b"p\0\0" + zlib.compress(PROFILE))))
write("orientation_6.png", encode(RGB, "PNG", exif=EXIF_6))

# JPEG

for name, sampling in (("444", 0), ("422", 1), ("420", 2)):
    write(f"ycc_{name}.jpg", encode(RGB, "JPEG", quality=85, subsampling=sampling))
write("grey.jpg", encode(RGB.convert("L"), "JPEG"))
write("progressive.jpg", encode(RGB, "JPEG", progressive=True))
write("rgb.jpg", encode(RGB, "JPEG", keep_rgb=True))
write("profile.jpg", encode(RGB, "JPEG", icc_profile=PROFILE))
write("restarts.jpg", encode(RGB, "JPEG", restart_marker_blocks=2))
cmyk = encode(RGB.convert("CMYK"), "JPEG", quality=90)
write("cmyk.jpg", cmyk)
adobe = cmyk.index(b"Adobe")
write("ycck.jpg", cmyk[:adobe + 11] + b"\2" + cmyk[adobe + 12:])
write("cmyk_without_adobe.jpg", cmyk[:adobe - 4] + cmyk[adobe + 12:])
ycc = encode(RGB, "JPEG", subsampling=0)
jfif = ycc.index(b"JFIF")
bare = ycc[:jfif - 4] + ycc[jfif + 14:]
write("ycc_without_jfif.jpg", bare)
write("ycc_adobe_rgb.jpg", bare[:2] + b"\xff\xee\x00\x0eAdobe\x00\x64\0\0\0\0\0" + bare[2:])
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    little = exif.tobytes()
    write(f"orientation_{orientation}.jpg", encode(RGB, "JPEG", exif=little))
big = b"Exif\0\0MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0\x08\0\0\0\0\0\0"
write("orientation_big_endian.jpg", encode(RGB, "JPEG", exif=big))
write("orientation_broken.jpg", encode(RGB, "JPEG", exif=big[:20]))

# GIF

gif = encode(RGB.quantize(64), "GIF")
write("palette.gif", gif)
write("interlaced.gif", encode(RGB.quantize(64), "GIF", interlace=1))
write("plain.gif", encode(RGB.convert("L"), "GIF", interlace=0))
write("transparent.gif", encode(RGB.quantize(64), "GIF", transparency=5))
write("animated.gif", encode(RGB.quantize(64), "GIF", save_all=True, append_images=[ImageOps.invert(RGB).quantize(64)], duration=100))
# the first frame is 2 to the right of and 1 below the corner of a larger screen
frame = gif.index(b",", 13 + 3 * 64)
moved = gif[:6] + struct.pack("<HH", 45, 30) + gif[10:frame + 1] + struct.pack("<HH", 2, 1) + gif[frame + 5:]
write("frame_on_screen.gif", moved)
control = b"!\xf9\x04\x01\0\0\x07\0"
write("frame_on_transparent_screen.gif", moved[:frame] + control + moved[frame:])
write("frame_beyond_screen.gif", gif[:6] + struct.pack("<HH", 5, 4) + gif[10:])

# BMP

write("rgb.bmp", encode(RGB, "BMP"))
write("palette.bmp", encode(RGB.quantize(200), "BMP"))
write("grey.bmp", encode(RGB.convert("L"), "BMP"))
write("one_bit.bmp", encode(RGB.convert("1"), "BMP"))


def bmp(width, height, bits, compression, data, palette=b"", masks=b"", header=40):
    offset = 14 + header + len(palette) + (len(masks) if header == 40 else 0)
    body = struct.pack("<IiiHHIIiiII", header, width, height, 1, bits, compression, len(data), 2835, 2835, len(palette) // 4, 0)
    body += masks
    if header > 40:
        body += b"\0" * (header - len(body))
    return b"BM" + struct.pack("<IHHI", offset + len(data), 0, 0, offset) + body + palette + data


def noise(count):
    return bytes(random.randrange(256) for _ in range(count))


MASKS_565 = struct.pack("<III", 0xF800, 0x7E0, 0x1F)
MASKS_RGBA = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
BMP_COLORS = b"".join(noise(3) + b"\0" for _ in range(16))
write("sixteen_555.bmp", bmp(10, 6, 16, 0, noise(20 * 6)))
write("sixteen_565.bmp", bmp(10, 6, 16, 3, noise(20 * 6), masks=MASKS_565))
write("thirty_two.bmp", bmp(10, 6, 32, 0, noise(40 * 6)))
write("alpha_v4.bmp", bmp(10, 6, 32, 3, noise(40 * 6), masks=MASKS_RGBA, header=108))
write("top_down.bmp", bmp(10, -6, 24, 0, noise(32 * 6)))
write("four_bit.bmp", bmp(11, 6, 4, 0, noise(8 * 6), palette=BMP_COLORS))
write("run_lengths_8.bmp", bmp(6, 3, 8, 1, b"\3\1\3\2\0\0" + b"\0\5\1\2\3\4\5\0\1\7\0\0" + b"\6\3\0\1", palette=BMP_COLORS))
write("run_lengths_4.bmp", bmp(6, 3, 4, 2, b"\6\x12\0\0" + b"\4\x34\2\x55\0\0" + b"\6\x0f\0\1", palette=BMP_COLORS))
OS2_COLORS = noise(3 * 256)
write("os2.bmp", b"BM" + struct.pack("<IHHI", 26 + 768 + 48, 0, 0, 26 + 768) + struct.pack("<IHHHH", 12, 9, 4, 1, 8) + OS2_COLORS + noise(12 * 4))

# WebP

write("lossless.webp", encode(RGB, "WEBP", lossless=True))
write("lossless_alpha.webp", encode(RGBA, "WEBP", lossless=True, exact=True))
write("lossless_palette.webp", encode(RGB.quantize(4).convert("RGB"), "WEBP", lossless=True))
write("one_color.webp", encode(Image.new("RGB", (2000, 1000), (1, 2, 3)), "WEBP", lossless=True))
write("lossless_profile.webp", encode(RGB, "WEBP", lossless=True, icc_profile=PROFILE))
write("orientation_6.webp", encode(RGB, "WEBP", lossless=True, exif=EXIF_6))
write("animated.webp", encode(RGB, "WEBP", lossless=True, save_all=True, append_images=[ImageOps.invert(RGB)], duration=100))
grey = RGB.convert("L").convert("RGB")
smooth = Image.new("RGB", (48, 40))
smooth.putdata([(x * 5, y * 6, 255 - (x + y) * 2) for y in range(40) for x in range(48)])
ImageDraw.Draw(smooth).ellipse([8, 8, 33, 30], fill=(200, 120, 40))
write("lossy.webp", encode(smooth, "WEBP", quality=90))
write("lossy_grey.webp", encode(grey, "WEBP", quality=90))
grey.putalpha(ALPHA)
lossy_alpha = encode(grey, "WEBP", quality=90)
write("lossy_alpha.webp", lossy_alpha)


def riff(*chunks):
    body = b"".join(name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) & 1) for name, data in chunks)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def find(data, name):
    at = data.index(name)
    size = struct.unpack("<I", data[at + 4:at + 8])[0]
    return data[at + 8:at + 8 + size]


extended, lossy = find(lossy_alpha, b"VP8X"), find(lossy_alpha, b"VP8 ")
for method in range(4):
    write(f"lossy_raw_alpha_{method}.webp", riff((b"VP8X", extended), (b"ALPH", bytes([method << 2]) + noise(37 * 23)), (b"VP8 ", lossy)))
# an animation whose first frame is smaller than its canvas
still = find(encode(RGB, "WEBP", lossless=True), b"VP8L")
still_alpha = find(encode(RGBA, "WEBP", lossless=True, exact=True), b"VP8L")
for name, flags, bits in (("opaque", 0x02, still), ("transparent", 0x12, still_alpha)):
    u24 = lambda v: struct.pack("<I", v)[:3]
    anmf = u24(3) + u24(2) + u24(36) + u24(22) + u24(100) + b"\0"
    frame = anmf + b"VP8L" + struct.pack("<I", len(bits)) + bits + b"\0" * (len(bits) & 1)
    write(f"frame_on_{name}_canvas.webp", riff((b"VP8X", bytes([flags, 0, 0, 0]) + u24(49) + u24(29)), (b"ANIM", b"\0" * 6), (b"ANMF", frame)))


# What Pillow makes of them

def to_rgb(image):
    image = ImageOps.exif_transpose(image)
    if image.mode == "RGBA":
        white = Image.new("RGB", image.size, (255, 255, 255))
        white.paste(image, mask=image.split()[3])
        return white
    return image.convert("RGB")


def sha(image):
    return hashlib.sha256(image.tobytes()).hexdigest()


def smart_resize(height, width, minimum, maximum):
    h, w = max(32, round(height / 32) * 32), max(32, round(width / 32) * 32)
    if h * w > maximum:
        beta = math.sqrt(height * width / maximum)
        h, w = (max(32, math.floor(v / beta / 32) * 32) for v in (height, width))
    elif h * w < minimum:
        beta = math.sqrt(minimum / (height * width))
        h, w = (math.ceil(v * beta / 32) * 32 for v in (height, width))
    return h, w


def pattern(width, height):
    image = Image.new("RGB", (width, height))
    image.putdata([((x * x + y) % 256, (x * y) % 256, (x * 31 + y * y * 17) % 256) for y in range(height) for x in range(width)])
    return image


expected = {"images": [], "resized": [], "smart_resize": []}
for name in sorted(os.listdir(HERE)):
    if not name.endswith((".py", ".json")):
        with Image.open(os.path.join(HERE, name)) as image:
            rgb = to_rgb(image)
        entry = {"file": name, "width": rgb.width, "height": rgb.height, "rgb_sha256": sha(rgb)}
        if name.startswith("lossy"):
            entry["rgb_hex"] = rgb.tobytes().hex()
        expected["images"].append(entry)
for size, target in [((1, 1), (32, 32)), ((5, 3), (64, 32)), ((37, 23), (37, 64)), ((37, 23), (20, 23)), ((64, 64), (64, 64)),
                     ((100, 70), (96, 64)), ((127, 129), (128, 128)), ((300, 10), (320, 32)), ((3, 500), (32, 512)),
                     ((640, 480), (96, 64)), ((1000, 3), (32, 32)), ((257, 513), (33, 65))]:
    expected["resized"].append({"from": size, "to": target, "rgb_sha256": sha(pattern(*size).resize(target, Image.Resampling.BICUBIC))})
for _ in range(300):
    width = int(math.exp(random.uniform(0, math.log(20000))))
    height = max(1, min(20000, int(width * math.exp(random.uniform(-5.2, 5.2)))))
    if max(width, height) / min(width, height) <= 200:
        h, w = smart_resize(height, width, 4096, 1843200)
        expected["smart_resize"].append([width, height, w, h])
with open(os.path.join(HERE, "expected.json"), "w") as f:
    f.write("{\n")
    f.write(",\n".join(f' "{k}": [\n' + ",\n".join("  " + json.dumps(v) for v in vs) + "\n ]" for k, vs in expected.items()))
    f.write("\n}\n")
