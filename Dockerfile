# An image with the command alone. Untried: it was written where no image registry can be
# reached; only the go build line has been run.
#
#	docker build -t smscodec .
#	docker run --rm -v "$PWD:/work" smscodec validate captures
FROM golang:1.26 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /smscodec ./cmd/smscodec

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /smscodec /usr/bin/smscodec
WORKDIR /work
ENTRYPOINT ["/usr/bin/smscodec"]
