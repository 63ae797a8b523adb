-- For wrk: POST of one file, named by the environment variable PICTURE.
local file = assert(io.open(os.getenv("PICTURE"), "rb"))
wrk.method = "POST"
wrk.headers["Content-Type"] = "image/jpeg"
wrk.body = file:read("*a")
file:close()
