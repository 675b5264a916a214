# eventx with its server; docs/serve.md tells how to run it.
FROM python:3.12-slim AS build
COPY . /src
RUN python -m venv /opt/eventx && /opt/eventx/bin/pip install --no-cache-dir '/src[serve,postgres]'

FROM python:3.12-slim
COPY --from=build /opt/eventx /opt/eventx
RUN useradd --system --uid 10001 --home-dir /data eventx && install -d -o eventx -g eventx /data
USER eventx
WORKDIR /data
VOLUME /data
ENV PATH=/opt/eventx/bin:$PATH EVENTX_DB=/data/calendar.db PYTHONUNBUFFERED=1
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=5)"]
ENTRYPOINT ["eventx"]
# In a container loopback reaches nobody; the calendar has to be there (eventx add).
CMD ["serve", "--host", "0.0.0.0"]
